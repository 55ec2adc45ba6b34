import {
  SIDES,
  type FixtureId,
  type MatchClock,
  type MatchPhase,
  type Score,
} from '#contracts/mod.ts';
import { applyFixtureEvent, emptyRecord, type MatchRecord } from '#markets/mod.ts';

import type { EventBody, EventDraft } from '../script.ts';
import type { EventState } from './event-state.ts';
import type { UofEventStatus } from './words.ts';

/** The provider's codes of football phases. */
const PHASES: Readonly<Record<number, MatchPhase>> = {
  ...{ 0: 'not-started', 6: 'first-half', 31: 'half-time', 7: 'second-half', 32: 'full-time' },
  ...{ 41: 'extra-first', 33: 'extra-break', 42: 'extra-second', 34: 'extra-end' },
  ...{ 50: 'penalties', 100: 'ended', 110: 'ended', 120: 'ended' },
};
/** The code under which the score of a phase stands; some feeds call all of extra time 40. */
const PERIOD_CODES: Readonly<Partial<Record<MatchPhase, number>>> = {
  ...{ 'first-half': 6, 'second-half': 7, 'extra-first': 41, 'extra-second': 42, penalties: 50 },
};
const REGULAR: readonly MatchPhase[] = ['first-half', 'half-time', 'second-half'];
const EXTRA: readonly MatchPhase[] = ['full-time', 'extra-first', 'extra-break', 'extra-second'];
const ALL_PHASES: readonly MatchPhase[] = [...REGULAR, ...EXTRA, 'extra-end', 'penalties', 'ended'];

const MINUTE_MS = 60_000;
/** Minutes on the match clock before a phase, and its length. */
const NOMINAL: Readonly<Partial<Record<MatchPhase, readonly [before: number, length: number]>>> = {
  ...{ 'first-half': [0, 45], 'second-half': [45, 45] },
  ...{ 'extra-first': [90, 15], 'extra-second': [105, 15] },
};

const STATUSES: Readonly<
  Partial<Record<UofEventStatus, 'interrupted' | 'postponed' | 'cancelled' | 'abandoned'>>
> = {
  ...{ interrupted: 'interrupted', postponed: 'postponed', cancelled: 'cancelled' },
  abandoned: 'abandoned',
};

/** When the provider said it and when we heard it; UTC milliseconds. */
export type Stamp = Readonly<{ occurredAt: number; receivedAt: number }>;

export type MatchDraftsOptions = Readonly<{
  fixtureId: FixtureId;
  producer: string;
  /** What earlier events of the fixture came to, so that a restart goes on with their ids. */
  record?: MatchRecord;
}>;

/**
 * Incidents from states: the feed says how a match stands and not what happened, so that the difference to what is
 * known makes goals, cards, corners and phases, and their corrections. Missed states are made good by the next one:
 * the scores of periods tell in which half a goal belongs.
 */
export class MatchDrafts {
  #record: MatchRecord;
  #clock: MatchClock;
  #drafts: EventDraft[] = [];
  #stamp: Stamp = { occurredAt: 0, receivedAt: 0 };
  readonly #producer: string;

  constructor({ fixtureId, producer, record = emptyRecord(fixtureId) }: MatchDraftsOptions) {
    this.#record = record;
    this.#clock = record.clock;
    this.#producer = producer;
  }

  /** What all drafts so far come to. */
  get record(): MatchRecord {
    return this.#record;
  }

  /** Drafts of what the provider's state says beyond the record. */
  takeState(state: EventState, stamp: Stamp): readonly EventDraft[] {
    return this.#taking(stamp, () => {
      this.#takeStatus(state);
      const phase = PHASES[state.matchStatus ?? NaN];
      if (phase !== undefined && phase !== 'not-started') this.#takePhases(state, phase);
      this.#takeStatistics(state);
      this.#takeResult(state);
    });
  }

  /** A draft of a single statement. */
  say(eventId: string, body: EventBody, stamp: Stamp): readonly EventDraft[] {
    return this.#taking(stamp, () => {
      this.#tell(eventId, body);
    });
  }

  #tell(eventId: string, body: EventBody): void {
    const draft: EventDraft = {
      ...{ fixtureId: this.#record.fixtureId, producer: this.#producer },
      ...{ eventId, clock: this.#clock, ...this.#stamp, ...body },
    };
    const versioned = {
      ...draft,
      version: this.#record.version + 1,
      publishedAt: this.#stamp.receivedAt,
    };
    this.#record = applyFixtureEvent(this.#record, versioned);
    this.#drafts.push(draft);
  }

  /** How many such events were ever told, cancelled ones too: the number of the next id. */
  #countEver(prefix: string): number {
    return [...this.#record.kept.map(({ eventId }) => eventId), ...this.#record.cancelled].filter(
      (id) => id.startsWith(`${prefix}-`),
    ).length;
  }

  /** Tells of so many more, or cancels the last ones. */
  #bring(standing: readonly string[], prefix: string, wanted: number, body: EventBody): void {
    for (let count = standing.length; count < wanted; count += 1)
      this.#tell(`${prefix}-${this.#countEver(prefix) + 1}`, body);
    for (const cancels of standing.slice(wanted).reverse())
      this.#tell(`no-${cancels}`, { kind: 'correction', cancels });
  }

  #bringGoals(phase: MatchPhase, score: Score): void {
    for (const side of SIDES) {
      if (phase === 'penalties') {
        const kicks = this.#record.shootOutKicks.filter((kick) => kick.side === side);
        const ids = kicks.map(({ eventId }) => eventId);
        this.#bring(ids, `kick-${side}`, score[side], {
          kind: 'shoot-out-kick',
          side,
          scored: true,
        });
        continue;
      }
      const goals = this.#record.goals.filter((goal) => goal.phase === phase && goal.side === side);
      const ids = goals.map(({ eventId }) => eventId);
      this.#bring(ids, `goal-${side}`, score[side], { kind: 'goal', side, how: 'play' });
    }
  }

  /** The score of a phase: as told, or for the one that is played what is left of the whole score. */
  #scoreOfPhase(state: EventState, phase: MatchPhase, isCurrent: boolean): Score | null {
    const code = PERIOD_CODES[phase];
    if (code === undefined) return null;
    const told = state.periods.find(({ matchStatus }) => matchStatus === code)?.score;
    if (told !== undefined || !isCurrent || state.score === null || phase === 'penalties')
      return told ?? null;
    const before = this.#record.goals.filter((goal) => goal.phase !== phase);
    const left = { ...state.score };
    for (const { side } of before) left[side] -= 1;
    return left.home >= 0 && left.away >= 0 ? left : null;
  }

  #takeStatistics({ statistics }: EventState): void {
    const colours = [
      ['yellow_cards', 'yellow'],
      ['yellow_red_cards', 'second-yellow'],
      ['red_cards', 'red'],
    ] as const;
    for (const side of SIDES) {
      for (const [name, colour] of colours) {
        const score = statistics[name];
        const cards = this.#record.cards.filter(
          (card) => card.colour === colour && card.side === side,
        );
        const ids = cards.map(({ eventId }) => eventId);
        if (score !== undefined)
          this.#bring(ids, `${colour}-${side}`, score[side], { kind: 'card', side, colour });
      }
      const corners = this.#record.corners.filter((corner) => corner.side === side);
      const ids = corners.map(({ eventId }) => eventId);
      if (statistics.corners !== undefined)
        this.#bring(ids, `corner-${side}`, statistics.corners[side], { kind: 'corner', side });
    }
  }

  #takeStatus({ status }: EventState): void {
    const now = status === null ? undefined : STATUSES[status];
    if (now !== undefined && this.#record.status !== now)
      this.#tell(`status-${now}-${this.#countEver('status') + 1}`, { kind: 'status', status: now });
    else if (status === 'live' && this.#record.status === 'interrupted')
      this.#tell(`status-resumed-${this.#countEver('status') + 1}`, {
        kind: 'status',
        status: 'resumed',
      });
  }

  #takePhases(state: EventState, target: MatchPhase): void {
    const first = Math.max(0, ALL_PHASES.indexOf(this.#record.phase));
    for (const phase of ALL_PHASES.slice(first, ALL_PHASES.indexOf(target) + 1)) {
      const score = this.#scoreOfPhase(state, phase, phase === target);
      const isPlayed = REGULAR.includes(phase) || phase === target || score !== null;
      if (!isPlayed || (EXTRA.includes(phase) && phase !== target && !hasExtraTime(state)))
        continue;
      this.#clock = clockIn(phase, phase === target ? state : null);
      if (this.#record.phase !== phase) this.#tell(`phase-${phase}`, { kind: 'phase' });
      if (score !== null) this.#bringGoals(phase, score);
    }
    // Phases that are over can still be put right.
    for (const phase of ALL_PHASES.slice(0, first)) {
      const score = this.#scoreOfPhase(state, phase, false);
      this.#clock = clockIn(phase, null);
      if (score !== null && this.#record.phases.includes(phase)) this.#bringGoals(phase, score);
    }
    this.#clock = clockIn(target, state);
  }

  #takeResult({ status }: EventState): void {
    const certainty = status === 'closed' ? 'confirmed' : 'live';
    const isOver = (status === 'ended' || status === 'closed') && this.#record.phase === 'ended';
    if (!isOver || this.#record.results[certainty] !== null) return;
    const periodScore = (...phases: readonly MatchPhase[]): Score => ({
      home: goalsOf(this.#record, phases, 'home'),
      away: goalsOf(this.#record, phases, 'away'),
    });
    const hasExtra = this.#record.phases.includes('extra-first');
    const kicks = this.#record.shootOutKicks.filter(({ scored }) => scored);
    const home = kicks.filter(({ side }) => side === 'home').length;
    this.#tell(`result-${certainty}-${this.#countEver(`result-${certainty}`) + 1}`, {
      ...{ kind: 'result', certainty },
      firstHalf: periodScore('first-half'),
      secondHalf: periodScore('second-half'),
      ...(hasExtra ? { extraTime: periodScore('extra-first', 'extra-second') } : {}),
      ...(this.#record.phases.includes('penalties')
        ? { shootOut: { home, away: kicks.length - home } }
        : {}),
    });
  }

  #taking(when: Stamp, work: () => void): readonly EventDraft[] {
    this.#stamp = when;
    this.#drafts = [];
    work();
    return this.#drafts;
  }
}

const goalsOf = (record: MatchRecord, phases: readonly MatchPhase[], side: string): number =>
  record.goals.filter((goal) => goal.side === side && phases.includes(goal.phase)).length;

const hasExtraTime = ({ periods }: EventState): boolean =>
  periods.some(({ matchStatus }) => matchStatus === 41 || matchStatus === 42);

/** The end of a phase when nothing is said of it. */
function clockIn(phase: MatchPhase, state: EventState | null) {
  const nominal = NOMINAL[phase];
  if (nominal === undefined) return { phase, elapsedMs: 0 };
  const [before, length] = nominal;
  const told = state?.clock?.matchMs;
  if (told == null) return { phase, elapsedMs: state === null ? length * MINUTE_MS : 0 };
  const elapsedMs = told - before * MINUTE_MS + (state?.clock?.stoppageMs ?? 0);
  return { phase, elapsedMs: Math.max(0, elapsedMs) };
}
