import type { FixtureId } from '#contracts/mod.ts';
import { applyFixtureEvent, emptyRecord, scoreOf, type MatchRecord } from '#markets/mod.ts';

import type { EventDraft } from '../script.ts';
import { FactBook, FactCounter } from './fact-book.ts';
import { arbitrate, type Arbitration, type ArbitrationRules, type FeedClaim } from './arbitrate.ts';

type FeedState = {
  record: MatchRecord;
  claim: FeedClaim;
  readonly seen: Set<string>;
  readonly facts: FactCounter;
  /** What it said while another led, oldest first. */
  withheld: EventDraft[];
};

export type DeskOutput = Readonly<{
  /** To be published, in this order. */
  drafts: readonly EventDraft[];
  arbitration: Arbitration;
}>;

/** A feed that never leads must not fill the memory. */
const MAX_WITHHELD = 5_000;

/**
 * One fixture that several feeds tell about: the leader's events go on, those of the others are compared. What
 * stops bets by arbitration leaves as a `bet-stop` of its own, which a `bet-start` ends when all agree again.
 */
export class FeedDesk {
  readonly #fixtureId: FixtureId;
  readonly #producer: string;
  readonly #rules: ArbitrationRules;
  readonly #feeds = new Map<string, FeedState>();
  readonly #book = new FactBook();
  #leader: string | null = null;
  #isStopped = false;
  /** The score was contradicted, and the feeds have not agreed on it since. */
  #isContested = false;
  #marks = 0;

  constructor(fixtureId: FixtureId, producer: string, rules: ArbitrationRules) {
    this.#fixtureId = fixtureId;
    this.#producer = producer;
    this.#rules = rules;
  }

  /** A sign of life without news. */
  alive(feed: string, nowMs: number): void {
    const state = this.#feeds.get(feed);
    if (state !== undefined) state.claim = { ...state.claim, heardAt: nowMs };
  }

  /** An event of a feed; the same one again is only a sign of life. */
  take(feed: string, draft: EventDraft, nowMs: number): DeskOutput {
    const state = this.#feeds.get(feed) ?? this.#open(feed, nowMs);
    state.claim = { ...state.claim, heardAt: nowMs };
    if (!state.seen.has(draft.eventId)) {
      state.seen.add(draft.eventId);
      state.record = applyFixtureEvent(state.record, {
        ...draft,
        version: state.seen.size,
        publishedAt: nowMs,
      });
      state.claim = claimOf(state, draft, nowMs);
      state.facts.factOf(draft);
      state.withheld.push(draft);
      if (state.withheld.length > MAX_WITHHELD) state.withheld.shift();
    }
    return this.tick(nowMs);
  }

  /** Decides again because time went by. */
  tick(nowMs: number): DeskOutput {
    const claims = [...this.#feeds.values()].map(({ claim }) => claim);
    const arbitration = this.#remembering(claims, arbitrate(claims, this.#rules, nowMs));
    const drafts: EventDraft[] = [];
    const isStop = arbitration.reasons.length > 0;
    // The stop goes out before any event that came with it.
    if (isStop && !this.#isStopped) drafts.push(this.#mark('bet-stop', nowMs));
    // A feed's own start of bets lifts only its own stop.
    drafts.push(
      ...this.#released(arbitration).filter(({ kind }) => !(isStop && kind === 'bet-start')),
    );
    if (!isStop && this.#isStopped) drafts.push(this.#mark('bet-start', nowMs));
    this.#isStopped = isStop;
    return { drafts: drafts.map((draft) => this.#ours(draft)), arbitration };
  }

  /** One that fell silent in a conflict cannot be told, after the next goal, from one that just missed it: that is remembered. */
  #remembering(claims: readonly FeedClaim[], arbitration: Arbitration): Arbitration {
    const { reasons, review } = arbitration;
    if (review.includes('score-conflict')) this.#isContested = true;
    else if (haveOneScore(claims.filter(({ feed }) => this.#isNamed(feed))))
      this.#isContested = false;
    else if (this.#isContested)
      return {
        ...arbitration,
        reasons: [...reasons, 'score-conflict'],
        review: [...review, 'score-conflict'],
        mayConfirm: false,
      };
    return arbitration;
  }

  #isNamed(feed: string): boolean {
    return this.#rules.preMatch.includes(feed) || this.#rules.live.includes(feed);
  }

  #released({ leader, mayConfirm }: Arbitration): readonly EventDraft[] {
    if (leader === null) return [];
    const state = this.#feeds.get(leader);
    if (state === undefined) return [];
    this.#leader = leader;
    const isHeld = (draft: EventDraft): boolean => draft.kind === 'result' && !mayConfirm;
    const released = state.withheld.filter((draft) => !isHeld(draft));
    state.withheld = state.withheld.filter(isHeld);
    // What another feed told while it led is not told again.
    return released.flatMap((draft) => this.#book.admit(draft, state.facts) ?? []);
  }

  #open(feed: string, nowMs: number): FeedState {
    const score = { home: 0, away: 0 };
    const claim = {
      feed,
      score,
      heardAt: nowMs,
      stageAt: nowMs,
      scoreAt: nowMs,
      isStopped: false,
      result: null,
    };
    const state: FeedState = {
      record: emptyRecord(this.#fixtureId),
      claim: { ...claim, stage: 'pre-match' },
      seen: new Set(),
      facts: new FactCounter(),
      withheld: [],
    };
    this.#feeds.set(feed, state);
    return state;
  }

  #mark(kind: 'bet-stop' | 'bet-start', nowMs: number): EventDraft {
    this.#marks += 1;
    const state = this.#leader === null ? undefined : this.#feeds.get(this.#leader);
    const clock = state?.record.clock ?? { phase: 'not-started' as const, elapsedMs: 0 };
    const head = { fixtureId: this.#fixtureId, producer: this.#producer, clock };
    const stamps = {
      eventId: `arbitration-${nowMs}-${this.#marks}`,
      occurredAt: nowMs,
      receivedAt: nowMs,
    };
    return kind === 'bet-stop'
      ? { ...head, ...stamps, kind, reason: 'danger' }
      : { ...head, ...stamps, kind };
  }

  #ours(draft: EventDraft): EventDraft {
    return { ...draft, fixtureId: this.#fixtureId, producer: this.#producer };
  }
}

const haveOneScore = (claims: readonly FeedClaim[]): boolean =>
  new Set(claims.map(({ score: { home, away } }) => `${home}-${away}`)).size <= 1;

function claimOf({ record, claim }: FeedState, draft: EventDraft, nowMs: number): FeedClaim {
  const { home, away } = scoreOf(record).fullTime;
  const isChanged = home !== claim.score.home || away !== claim.score.away;
  const stage = stageOf(draft, claim.stage);
  return {
    ...claim,
    stage,
    stageAt: stage === claim.stage ? claim.stageAt : nowMs,
    score: { home, away },
    scoreAt: isChanged ? nowMs : claim.scoreAt,
    isStopped: record.betStop !== null,
    result:
      draft.kind === 'result' && draft.certainty === 'confirmed' ? resultText(draft) : claim.result,
  };
}

function stageOf({ kind, clock }: EventDraft, before: FeedClaim['stage']): FeedClaim['stage'] {
  if (before === 'ended' || kind === 'result' || clock.phase === 'ended') return 'ended';
  return clock.phase === 'not-started' ? before : 'live';
}

type Result = Extract<EventDraft, { kind: 'result' }>;
const resultText = ({ firstHalf, secondHalf, extraTime, shootOut }: Result): string =>
  [firstHalf, secondHalf, extraTime, shootOut]
    .map((score) => (score === undefined ? '–' : `${score.home}-${score.away}`))
    .join(' ');
