import type { Score, Side, Specifiers } from '#contracts/mod.ts';

import { parseCount, parseScore } from '../definition.ts';
import type { MatchRecord } from '../record/match-record.ts';
import { firstHalfOver, regularTimeOver, scoreOf, scorersOf } from '../record/views.ts';
import {
  bookingPoints,
  cardsOf,
  countOf,
  inFirstHalf,
  inRegularTime,
  sendingsOff,
} from './counts.ts';
import { deciderReachable } from './decider.ts';
import type { ByHalf, FootballFacts, FootballView, Leader, Order } from './facts.ts';
import { playerReachable } from './player.ts';

/** No line of the catalogue is above it, so that further counts change nothing. */
const FURTHER = 40;

type Reach<Facts> = (record: MatchRecord, specifiers: Specifiers) => Iterable<Facts>;

const leadOf = ({ home, away }: Score): number => home - away;

/** Further counts of both sides: as many as any line, head start or present lead can ask for. */
function* growing(now: Score, over: boolean, { score }: Specifiers = {}): Generator<Score> {
  const base = parseScore(score) ?? { home: 0, away: 0 };
  const most = over ? 0 : FURTHER + Math.abs(leadOf(now)) + Math.abs(leadOf(base));
  for (let home = 0; home <= most; home += 1) {
    for (let away = 0; away <= most; away += 1) {
      yield { home: now.home + home, away: now.away + away };
    }
  }
}

const byHalf = function* (record: MatchRecord, of: (score: Score) => number): Generator<ByHalf> {
  const { firstHalf, secondHalf } = scoreOf(record);
  for (const first of alone(of(firstHalf), firstHalfOver(record))) {
    for (const second of alone(of(secondHalf), regularTimeOver(record))) yield { first, second };
  }
};
function* alone(now: number, over: boolean): Generator<number> {
  for (let more = 0; more <= (over ? 0 : FURTHER + now); more += 1) yield now + more;
}

/** Of each half only its lead counts, and an open half can end with any. */
function* halfResults(record: MatchRecord): Generator<FootballFacts['half-results']> {
  const { firstHalf, secondHalf } = scoreOf(record);
  const [first, second] = [leadOf(firstHalf), leadOf(secondHalf)];
  const most = Math.abs(first) + Math.abs(second) + 2;
  for (const before of leads(first, firstHalfOver(record), most)) {
    for (const after of leads(second, regularTimeOver(record), most)) {
      yield { first: sideOf(before), second: sideOf(after), fullTime: sideOf(before + after) };
    }
  }
}
function* leads(now: number, over: boolean, most: number): Generator<number> {
  yield now;
  if (over) return;
  for (let lead = -most; lead <= most; lead += 1) yield lead;
}
const sideOf = (lead: number): Leader => (lead === 0 ? 'draw' : lead > 0 ? 'home' : 'away');

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
  const corners = inRegularTime(record.corners);
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

function* interval(record: MatchRecord, specifiers: Specifiers): Generator<Score> {
  const from = Number(specifiers['from']);
  const to = Number(specifiers['to']);
  const inside = inRegularTime(record.goals).filter(({ minute }) => minute > from && minute <= to);
  yield* growing(countOf(inside), hasPassed(record, to));
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
  const [first] = inRegularTime(record.goals);
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
  const now = bookingPoints(inRegularTime(record.cards));
  for (const { home, away } of growing({ home: 0, away: 0 }, over(record))) {
    yield { home: now.home + 5 * home, away: now.away + 5 * away };
  }
}

const REACH: Readonly<{ [View in FootballView]: Reach<FootballFacts[View]> }> = {
  'full-time': (record, asked) => growing(scoreOf(record).fullTime, over(record), asked),
  'first-half': (record, asked) => growing(scoreOf(record).firstHalf, firstHalfOver(record), asked),
  'second-half': (record, asked) => growing(scoreOf(record).secondHalf, over(record), asked),
  'half-results': halfResults,
  'half-totals': (record) => byHalf(record, ({ home, away }) => home + away),
  'home-halves': (record) => byHalf(record, ({ home }) => home),
  'away-halves': (record) => byHalf(record, ({ away }) => away),
  'next-goal': (record) => orders(scorersOf(record), over(record)),
  'last-goal': lastGoal,
  interval,
  'first-goal-time': firstGoalTime,
  corners: (record) => growing(countOf(inRegularTime(record.corners)), over(record)),
  'first-half-corners': (record) =>
    growing(countOf(inFirstHalf(record.corners)), firstHalfOver(record)),
  'next-corner': (record) => orders(sidesOf(inRegularTime(record.corners)), over(record)),
  'corner-race': race,
  cards: (record) => growing(cardsOf(inRegularTime(record.cards)), over(record)),
  'first-half-cards': (record) =>
    growing(cardsOf(inFirstHalf(record.cards)), firstHalfOver(record)),
  'booking-points': points,
  'sendings-off': (record) => growing(sendingsOff(inRegularTime(record.cards)), over(record)),
  'next-card': (record) => orders(sidesOf(inRegularTime(record.cards)), over(record)),
  player: playerReachable,
  decider: deciderReachable,
};

/** The facts that a match may still come to, from the record as it is; exactly one when all is known. */
export const reachableFacts = (
  view: FootballView,
  record: MatchRecord,
  specifiers: Specifiers,
): Iterable<FootballFacts[FootballView]> => REACH[view](record, specifiers);
