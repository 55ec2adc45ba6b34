import type { Score, Side, Specifiers } from '#contracts/mod.ts';

import { leader, parseCount } from '../definition.ts';
import type { MatchRecord } from '../record/match-record.ts';
import { firstHalfOver, regularTimeOver, scoreOf, scorersOf } from '../record/views.ts';
import { bookingPoints, cardsOf, countOf, sendingsOff } from './counts.ts';
import { deciderReachable } from './decider.ts';
import type { ByHalf, FootballFacts, FootballView, Order } from './facts.ts';
import { playerReachable } from './player.ts';

/** No line of the catalogue is above it, so that further counts change nothing. */
const FURTHER = 40;
/** Enough for the listed scores, which is all that the view of both half scores serves. */
const FURTHER_BY_HALF = 6;

type Reach<Facts> = (record: MatchRecord, specifiers: Specifiers) => Iterable<Facts>;

function* growing(now: Score, over: boolean, further = FURTHER): Generator<Score> {
  const most = over ? 0 : further;
  for (let home = 0; home <= most; home += 1) {
    for (let away = 0; away <= most; away += 1) {
      yield { home: now.home + home, away: now.away + away };
    }
  }
}

const byHalf = function* (record: MatchRecord, of: (score: Score) => number): Generator<ByHalf> {
  const { firstHalf, secondHalf } = scoreOf(record);
  const first = { home: of(firstHalf), away: 0 };
  const second = { home: of(secondHalf), away: 0 };
  for (const before of alone(first, firstHalfOver(record))) {
    for (const after of alone(second, regularTimeOver(record))) {
      yield { first: before, second: after };
    }
  }
};
function* alone({ home }: Score, over: boolean): Generator<number> {
  for (let more = 0; more <= (over ? 0 : FURTHER); more += 1) yield home + more;
}

function* halves(record: MatchRecord): Generator<FootballFacts['halves']> {
  const { firstHalf, secondHalf } = scoreOf(record);
  for (const before of growing(firstHalf, firstHalfOver(record), FURTHER_BY_HALF)) {
    for (const after of growing(secondHalf, regularTimeOver(record), FURTHER_BY_HALF)) {
      const fullTime = { home: before.home + after.home, away: before.away + after.away };
      yield { firstHalf: before, fullTime };
    }
  }
}

function* halfResults(record: MatchRecord): Generator<FootballFacts['half-results']> {
  const { firstHalf, secondHalf } = scoreOf(record);
  for (const before of growing(firstHalf, firstHalfOver(record), 3)) {
    for (const after of growing(secondHalf, regularTimeOver(record), 3)) {
      const fullTime = { home: before.home + after.home, away: before.away + after.away };
      yield { first: leader(before), second: leader(after), fullTime: leader(fullTime) };
    }
  }
}

/** Who had each event so far, and every way in which the next may fall. */
function* orders(sides: readonly Side[], over: boolean): Generator<Order> {
  const after = (next: Side | 'none'): Order => ({
    sideOf: (n) => sides[n - 1] ?? (n === sides.length + 1 ? next : 'none'),
  });
  yield after('none');
  if (over) return;
  yield after('home');
  yield after('away');
  // An event further on may fall to either side, too.
  for (const next of ['home', 'away'] as const) yield { sideOf: (n) => sides[n - 1] ?? next };
}

const sidesOf = (items: readonly Readonly<{ side: Side }>[]): readonly Side[] =>
  items.map(({ side }) => side);

function* race(record: MatchRecord, specifiers: Specifiers): Generator<Side | 'none'> {
  const corners = regular(record.corners);
  const to = parseCount(specifiers['to'], 99) ?? 1;
  const counts = { home: 0, away: 0 };
  for (const { side } of corners) {
    counts[side] += 1;
    if (counts[side] === to) {
      yield side;
      return;
    }
  }
  yield 'none';
  if (!regularTimeOver(record)) yield* ['home', 'away'] as const;
}

const regular = <Item extends Readonly<{ phase: string }>>(items: readonly Item[]) =>
  items.filter(({ phase }) => phase === 'first-half' || phase === 'second-half');

function* interval(record: MatchRecord, specifiers: Specifiers): Generator<Score> {
  const from = Number(specifiers['from']);
  const to = Number(specifiers['to']);
  const inside = regular(record.goals).filter(({ minute }) => minute > from && minute <= to);
  yield* growing(countOf(inside), hasPassed(record, to), 6);
}

/** Whether the minute is over for good, its half's stoppage time included where it is the last one. */
function hasPassed(record: MatchRecord, minute: number): boolean {
  if (regularTimeOver(record)) return true;
  if (firstHalfOver(record) && minute <= 45) return true;
  const { phase, elapsedMs } = record.clock;
  if (phase !== record.phase || (phase !== 'first-half' && phase !== 'second-half')) return false;
  const end = phase === 'first-half' ? 45 : 90;
  const nominal = (phase === 'first-half' ? 0 : 45) + elapsedMs / 60_000;
  // Minute 30 is over with its sixtieth second; minutes 45 and 90 only with the whistle.
  return minute < end && nominal >= minute;
}

function* firstGoalTime(record: MatchRecord): Generator<FootballFacts['first-goal-time']> {
  const [first] = regular(record.goals);
  if (first !== undefined) {
    yield { minute: first.minute };
    return;
  }
  yield { minute: null };
  for (let minute = 1; minute <= 90; minute += 1) {
    if (!hasPassed(record, minute)) yield { minute };
  }
}

function* lastGoal(record: MatchRecord): Generator<Side | 'none'> {
  const last = scorersOf(record).at(-1);
  yield last ?? 'none';
  if (!regularTimeOver(record)) yield* ['home', 'away'] as const;
}

const over = regularTimeOver;

/** Cards are worth 10 and 25 points, so further ones come to multiples of five. */
function* points(record: MatchRecord): Generator<Score> {
  const now = bookingPoints(regular(record.cards));
  for (const { home, away } of growing({ home: 0, away: 0 }, over(record))) {
    yield { home: now.home + 5 * home, away: now.away + 5 * away };
  }
}

const REACH: Readonly<{ [View in FootballView]: Reach<FootballFacts[View]> }> = {
  'full-time': (record) => growing(scoreOf(record).fullTime, over(record)),
  'first-half': (record) => growing(scoreOf(record).firstHalf, firstHalfOver(record)),
  'second-half': (record) => growing(scoreOf(record).secondHalf, over(record)),
  'half-results': halfResults,
  'half-totals': (record) => byHalf(record, ({ home, away }) => home + away),
  'home-halves': (record) => byHalf(record, ({ home }) => home),
  'away-halves': (record) => byHalf(record, ({ away }) => away),
  halves,
  'next-goal': (record) => orders(scorersOf(record), over(record)),
  'last-goal': lastGoal,
  interval,
  'first-goal-time': firstGoalTime,
  corners: (record) => growing(countOf(regular(record.corners)), over(record)),
  'first-half-corners': (record) =>
    growing(
      countOf(record.corners.filter(({ phase }) => phase === 'first-half')),
      firstHalfOver(record),
    ),
  'next-corner': (record) => orders(sidesOf(regular(record.corners)), over(record)),
  'corner-race': race,
  cards: (record) => growing(cardsOf(regular(record.cards)), over(record)),
  'first-half-cards': (record) =>
    growing(
      cardsOf(record.cards.filter(({ phase }) => phase === 'first-half')),
      firstHalfOver(record),
    ),
  'booking-points': points,
  'sendings-off': (record) => growing(sendingsOff(regular(record.cards)), over(record)),
  'next-card': (record) => orders(sidesOf(regular(record.cards)), over(record)),
  player: playerReachable,
  decider: deciderReachable,
};

/** The facts that a match may still come to, from the record as it is; exactly one when all is known. */
export const reachableFacts = (
  view: FootballView,
  record: MatchRecord,
  specifiers: Specifiers,
): Iterable<FootballFacts[FootballView]> => REACH[view](record, specifiers);
