import fc from 'fast-check';

import type { MatchPhase, Score, Side } from '#contracts/mod.ts';

import type { Draft } from './events.ts';
import {
  at,
  cancelEvent,
  cornerEvent,
  fixtureEvent,
  goalEvent,
  kickEvent,
  phaseEvent,
  scoredBy,
} from './events.ts';
import { lineupEvent, SQUADS } from './squads.ts';

export type RandomMatch = Readonly<{
  /** Drafts up to and including the final whistle of the 90 minutes, of extra time or of the shoot-out. */
  drafts: readonly Draft[];
}>;

/** What may happen in a phase of play; `who` and `how` are settled when the match is put together. */
type Happening = Readonly<{
  kind: 'goal' | 'corner' | 'card' | 'substitution';
  side: Side;
  minute: number;
  who: number;
  dice: number;
}>;
type Length = Readonly<{ maxGoals: number; maxOthers: number }>;

const side = fc.constantFrom<Side>('home', 'away');
const happening = (minutes: number, ...kinds: Happening['kind'][]): fc.Arbitrary<Happening> =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    side,
    minute: fc.integer({ min: 0, max: minutes + 3 }),
    who: fc.nat(20),
    dice: fc.nat(5),
  });
const phaseOfPlay = (minutes: number, { maxGoals, maxOthers }: Length) =>
  fc
    .tuple(
      fc.array(happening(minutes, 'goal'), { maxLength: maxGoals }),
      fc.array(happening(minutes, 'corner', 'card', 'substitution'), { maxLength: maxOthers }),
    )
    .map(([goals, others]) =>
      [...goals, ...others].toSorted((left, right) => left.minute - right.minute),
    );

const other = (of: Side): Side => (of === 'home' ? 'away' : 'home');

const idsOf = (of: Side, starting: boolean): string[] =>
  SQUADS[of].filter(({ starts }) => starts === starting).map(({ id }) => id);

/** Who is on the field and on the bench, as the match goes on. */
class Sides {
  readonly on: Record<Side, string[]> = { home: idsOf('home', true), away: idsOf('away', true) };
  readonly bench: Record<Side, string[]> = {
    home: idsOf('home', false),
    away: idsOf('away', false),
  };
  readonly booked = new Set<string>();

  someone(of: Side, who: number): string | undefined {
    return this.on[of][who % (this.on[of].length + 1)];
  }

  leave(of: Side, id: string): void {
    this.on[of] = this.on[of].filter((each) => each !== id);
  }
}

const nameOf = (id: string | undefined): string | undefined =>
  [...SQUADS.home, ...SQUADS.away].find((player) => player.id === id)?.name;

/** A goal by somebody on the field, now and then an own goal, or one without a named scorer. */
function goalOf(sides: Sides, phase: MatchPhase, { side: of, minute, who, dice }: Happening) {
  const isOwn = dice === 5;
  const scorer = nameOf(sides.someone(isOwn ? other(of) : of, who));
  return scoredBy(goalEvent(of, phase, minute), scorer, isOwn ? 'own-goal' : 'play');
}

function cardOf(sides: Sides, phase: MatchPhase, { side: of, minute, who, dice }: Happening) {
  const id = sides.someone(of, who);
  const isSecond = id !== undefined && sides.booked.has(id);
  const colour = isSecond ? 'second-yellow' : dice === 0 ? 'red' : 'yellow';
  if (id !== undefined && colour !== 'yellow') sides.leave(of, id);
  if (id !== undefined) sides.booked.add(id);
  const player = nameOf(id);
  const card: Draft<'card'> = { kind: 'card', side: of, colour, ...at(phase, minute) };
  return player === undefined ? card : { ...card, player };
}

/** Who comes on for whom; nobody when the bench or the field is empty. */
function changeOf(sides: Sides, phase: MatchPhase, { side: of, minute, who }: Happening): Draft[] {
  const off = sides.someone(of, who);
  const on = sides.bench[of].shift();
  if (off === undefined || on === undefined) return [];
  sides.leave(of, off);
  sides.on[of].push(on);
  return [{ kind: 'substitution', side: of, on, off, ...at(phase, minute) }];
}

const played = (sides: Sides, phase: MatchPhase, happenings: readonly Happening[]): Draft[] =>
  happenings.flatMap((what): Draft[] => {
    if (what.kind === 'goal') return [goalOf(sides, phase, what)];
    if (what.kind === 'card') return [cardOf(sides, phase, what)];
    if (what.kind === 'corner') return [cornerEvent(what.side, phase, what.minute)];
    return changeOf(sides, phase, what);
  });

/** Gives goals their ids and cancels some of them, each after the last event of its phase. */
function withCorrections(drafts: readonly Draft[], cancelled: readonly boolean[]): Draft[] {
  const named = drafts.map((draft, at): Draft =>
    draft.kind === 'goal' ? { ...draft, eventId: `${draft.clock.phase}-${at}` } : draft,
  );
  const goals = named.filter((draft) => draft.kind === 'goal');
  const corrections = goals
    .filter((_, index) => cancelled[index] ?? false)
    .map(({ eventId = '', clock }) => cancelEvent(eventId, clock.phase));
  return [...named, ...corrections];
}

/** Goals that stand. */
function scoreIn(drafts: readonly Draft[]): Score {
  const cancelled = new Set(
    drafts.flatMap((draft) => (draft.kind === 'correction' ? [draft.cancels] : [])),
  );
  const goals = drafts.filter(
    (draft) => draft.kind === 'goal' && !cancelled.has(draft.eventId ?? ''),
  );
  const home = goals.filter((draft) => draft.kind === 'goal' && draft.side === 'home').length;
  return { home, away: goals.length - home };
}
const isLevel = (drafts: readonly Draft[]): boolean => {
  const { home, away } = scoreIn(drafts);
  return home === away;
};

/** Kicks in turn, and then one that decides. */
function shootOut(kicks: readonly boolean[], winner: Side): Draft[] {
  const taken = kicks.map((scored, at) => kickEvent(at % 2 === 0 ? 'home' : 'away', scored));
  const by = (of: Side) => taken.filter((kick) => kick.side === of && kick.scored).length;
  const behind = Math.max(0, by(other(winner)) - by(winner));
  const rest = Array.from({ length: behind + 1 }, () => kickEvent(winner, true));
  return [phaseEvent('penalties'), ...taken, ...(by(winner) > by(other(winner)) ? [] : rest)];
}

export type MatchOptions = Readonly<{
  maxGoals?: number;
  /** Corners, cards and substitutions of each half. */
  maxOthers?: number;
  corrections?: boolean;
}>;

/**
 * Completed matches: goals with scorers and own goals, corrections, cards of all colours, corners, substitutions,
 * and where a tie needs a winner extra time and penalties.
 */
export function randomMatch({
  maxGoals = 9,
  maxOthers = 6,
  corrections = true,
}: MatchOptions = {}): fc.Arbitrary<RandomMatch> {
  const length = { maxGoals, maxOthers };
  const short = { maxGoals: 3, maxOthers: 2 };
  return fc
    .record({
      first: phaseOfPlay(45, length),
      atBreak: fc.array(happening(0, 'substitution'), { maxLength: 1 }),
      second: phaseOfPlay(45, length),
      extraFirst: phaseOfPlay(15, short),
      extraSecond: phaseOfPlay(15, short),
      cancelled: fc.array(fc.boolean(), { maxLength: corrections ? 4 : 0 }),
      decider: fc.option(fc.constantFrom('extra-time' as const, 'penalties' as const)),
      hasLineups: fc.boolean(),
      kicks: fc.array(fc.boolean(), { maxLength: 10 }),
      winner: side,
    })
    .map((parts) => ({ drafts: put(parts) }));
}

type Parts = Readonly<{
  first: Happening[];
  atBreak: Happening[];
  second: Happening[];
  extraFirst: Happening[];
  extraSecond: Happening[];
  cancelled: boolean[];
  decider: 'extra-time' | 'penalties' | null;
  hasLineups: boolean;
  kicks: boolean[];
  winner: Side;
}>;

function put(parts: Parts): readonly Draft[] {
  const { cancelled, decider, hasLineups } = parts;
  const sides = new Sides();
  const regular = [
    phaseEvent('first-half'),
    ...withCorrections(played(sides, 'first-half', parts.first), cancelled),
    phaseEvent('half-time'),
    ...played(sides, 'half-time', parts.atBreak),
    phaseEvent('second-half'),
    ...withCorrections(played(sides, 'second-half', parts.second), cancelled.toReversed()),
  ];
  return [
    { ...fixtureEvent, covers: ['corners', 'cards', 'players'], ...(decider && { decider }) },
    ...(hasLineups ? [lineupEvent('home'), lineupEvent('away')] : []),
    ...regular,
    ...(decider !== null && isLevel(regular) ? afterwards(parts, sides) : []),
    phaseEvent('ended'),
  ];
}

/** What follows 90 minutes that leave a tie level. */
function afterwards(parts: Parts, sides: Sides): Draft[] {
  const { decider, extraFirst, extraSecond, kicks, winner } = parts;
  if (decider === 'penalties') return [phaseEvent('full-time'), ...shootOut(kicks, winner)];
  const extra = [
    phaseEvent('full-time'),
    phaseEvent('extra-first'),
    ...played(sides, 'extra-first', extraFirst),
    phaseEvent('extra-break'),
    phaseEvent('extra-second'),
    ...played(sides, 'extra-second', extraSecond),
    phaseEvent('extra-end'),
  ];
  return [...extra, ...(isLevel(extra) ? shootOut(kicks, winner) : [])];
}
