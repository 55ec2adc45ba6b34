import type { MarketIdentity, Score, Side, Specifiers } from '#contracts/mod.ts';

import type { Incident, MatchRecord } from '../record/match-record.ts';
import { extraTime, firstHalfOver, regularTimeOver, scoreOf, shootOut } from '../record/views.ts';
import {
  bookingPoints,
  cardsOf,
  countOf,
  inFirstHalf,
  inRegularTime,
  sendingsOff,
} from './counts.ts';
import { deciderReachable } from './decider.ts';
import type { FootballDefinition } from './definition.ts';
import type { DeciderFacts, FootballView } from './facts.ts';
import { sentence } from './families/kind.ts';
import { playedSoFar, scorerGoals } from './player.ts';

type Words = (record: MatchRecord, specifiers: Specifiers) => string;

const text = ({ home, away }: Score): string => `${home}-${away}`;
const teamOf = ({ info }: MatchRecord, side: Side): string => info?.[side] ?? side;
const betAt = ({ score }: Specifiers): string => (score === undefined ? '' : `, bet at ${score}`);

/** "Full time 2-1", or the score at which a match stopped. */
function fullTime(record: MatchRecord): string {
  const score = text(scoreOf(record).fullTime);
  if (!regularTimeOver(record)) return `Score ${score}`;
  return `Full time ${score}${extraTime(record) === null ? '' : ' after 90 minutes'}`;
}
const halfTime = (record: MatchRecord): string =>
  `${firstHalfOver(record) ? 'Half time' : 'First half'} ${text(scoreOf(record).firstHalf)}`;
const inFirst = (record: MatchRecord): string =>
  firstHalfOver(record) ? 'at half time' : 'in the first half';

/** "Lions: 1 before half time, 2 after". */
const byHalf =
  (of: (score: Score) => number, whose: (record: MatchRecord) => string): Words =>
  (record) => {
    const { firstHalf, secondHalf } = scoreOf(record);
    return `${whose(record)}: ${of(firstHalf)} before half time, ${of(secondHalf)} after`;
  };

/** The event that a market on number n asks for, or that there is none. */
const numbered =
  (word: string, itemsOf: (record: MatchRecord) => readonly Incident[]): Words =>
  (record, { [word]: n = '' }) => {
    const item = inRegularTime(itemsOf(record))[Number(n) - 1];
    const what = `${word} number ${n}`;
    return item === undefined ? `No ${what}` : `${sentence(what)} ${fell(record, item)}`;
  };
const fell = (record: MatchRecord, { side, minute }: Incident): string =>
  `by ${teamOf(record, side)} in minute ${minute}`;

const oneGoal =
  (which: string, at: 0 | -1): Words =>
  (record) => {
    const goal = inRegularTime(record.goals).at(at);
    return goal === undefined ? 'No goal' : `${which} goal ${fell(record, goal)}`;
  };

function race(record: MatchRecord, { to = '' }: Specifiers): string {
  const corners = inRegularTime(record.corners);
  const reached = corners.find(
    ({ side }, at) => countOf(corners.slice(0, at + 1))[side] === Number(to),
  );
  return reached === undefined
    ? `Corners ${text(countOf(corners))}, neither had ${to}`
    : `${teamOf(record, reached.side)} first to ${to} corners`;
}

function interval(record: MatchRecord, { from = '', to = '' }: Specifiers): string {
  const goals = inRegularTime(record.goals).filter(
    ({ minute }) => minute > Number(from) && minute <= Number(to),
  );
  return `Goals in minutes ${Number(from) + 1}–${to} ${text(countOf(goals))}`;
}

const HAS_PLAYED = {
  'from-start': 'started',
  'before-first-goal': 'came on before the first goal',
  'after-first-goal': 'came on after the first goal',
  not: 'did not play',
} as const;

/** "Bukayo Saka started, goals: 2 of 3, the first his, the last not". */
function player(record: MatchRecord, { player: id = '' }: Specifiers): string {
  const named = record.players.find((each) => each.id === id);
  const played = playedSoFar(record, id);
  const part = `${named?.name ?? id} ${HAS_PLAYED[played]}`;
  if (played === 'not') return part;
  const goals = scorerGoals(record);
  const isHis = (goal: Incident | undefined): boolean =>
    goal?.side === named?.side && goal?.player === named?.name;
  const his = goals.filter(isHis).length;
  if (his === 0) return `${part}, no goal`;
  const where = [isHis(goals[0]) ? 'the first' : '', isHis(goals.at(-1)) ? 'the last' : ''];
  const which = where.filter((words) => words !== '').join(' and ');
  return `${part}, ${his} ${his === 1 ? 'goal' : 'goals'}${which === '' ? '' : `, ${which} of the match`}`;
}

const HOW: Readonly<Record<DeciderFacts['method'], string>> = {
  'regular-time': 'in 90 minutes',
  'extra-time': 'in extra time',
  penalties: 'on penalties',
};

/** "Full time 1-1 after 90 minutes, extra time 1-1, shoot-out 4-3: Lions through on penalties". */
function decider(record: MatchRecord): string {
  const [extra, kicks] = [extraTime(record), shootOut(record)];
  const scores = [
    fullTime(record),
    extra === null ? 'no extra time' : `extra time ${text(extra)}`,
    kicks === null ? 'no shoot-out' : `shoot-out ${text(kicks)}`,
  ].join(', ');
  const [facts, ...others] = deciderReachable(record);
  if (facts === undefined || others.length > 0) return scores;
  return `${scores}: ${teamOf(record, facts.qualifies)} through ${HOW[facts.method]}`;
}

const BASIS: Readonly<Record<FootballView, Words>> = {
  'full-time': (record, specifiers) => fullTime(record) + betAt(specifiers),
  'first-half': (record, specifiers) => halfTime(record) + betAt(specifiers),
  'second-half': (record, specifiers) =>
    `Second half ${text(scoreOf(record).secondHalf)}${betAt(specifiers)}`,
  'half-results': (record) => `${halfTime(record)}, ${fullTime(record).toLowerCase()}`,
  'half-totals': byHalf(
    ({ home, away }) => home + away,
    () => 'Goals',
  ),
  'home-halves': byHalf(
    ({ home }) => home,
    (record) => `Goals of ${teamOf(record, 'home')}`,
  ),
  'away-halves': byHalf(
    ({ away }) => away,
    (record) => `Goals of ${teamOf(record, 'away')}`,
  ),
  'next-goal': numbered('goal', ({ goals }) => goals),
  'last-goal': oneGoal('Last', -1),
  'first-goal-time': oneGoal('First', 0),
  interval,
  corners: ({ corners }) => `Corners ${text(countOf(inRegularTime(corners)))}`,
  'first-half-corners': (record) =>
    `Corners ${text(countOf(inFirstHalf(record.corners)))} ${inFirst(record)}`,
  'next-corner': numbered('corner', ({ corners }) => corners),
  'corner-race': race,
  cards: ({ cards }) => `Cards ${text(cardsOf(inRegularTime(cards)))}`,
  'first-half-cards': (record) =>
    `Cards ${text(cardsOf(inFirstHalf(record.cards)))} ${inFirst(record)}`,
  'booking-points': ({ cards }) => `Booking points ${text(bookingPoints(inRegularTime(cards)))}`,
  'sendings-off': ({ cards }) => `Players sent off ${text(sendingsOff(inRegularTime(cards)))}`,
  'next-card': numbered('card', ({ cards }) => cards),
  player,
  decider,
};

/** The facts of a match that a market rests on, in words: "Full time 2-1", "Corners 6-4". */
export const footballBasis = (
  record: MatchRecord,
  { reads }: Pick<FootballDefinition, 'reads'>,
  { specifiers }: Pick<MarketIdentity, 'specifiers'>,
): string => BASIS[reads](record, specifiers);
