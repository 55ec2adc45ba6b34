import { expect, test } from 'vitest';

import { FOOTBALL_MARKET_TYPES, marketKeyOf, parseMarketKey } from '#contracts/mod.ts';

import { gradeMarket } from '../catalogue.ts';
import { longTie, shortTie } from '../testing/two-matches.ts';
import type { Grade } from './grade.ts';

/** The outcomes that do not lose, by hand. */
type Row = readonly [key: string, paid: Readonly<Record<string, Grade>>];

const won = (...outcomes: string[]): Record<string, Grade> =>
  Object.fromEntries(outcomes.map((outcome) => [outcome, 'won']));
const NOTHING_LOST = { home: 'void', away: 'void' } as const;
const RETURNED = { over: 'void', under: 'void' } as const;
const VOID = { yes: 'void', no: 'void' } as const;

/** 1-1, 2-2, 3-3, 3-4 on penalties. */
const LONG_TIE: readonly Row[] = [
  ['match-result', won('draw')],
  ['double-chance', won('home-or-draw', 'draw-or-away')],
  ['draw-no-bet', NOTHING_LOST],
  ['total-goals|line=3.5', won('over')],
  ['total-goals|line=4', RETURNED],
  ['total-goals|line=4.25', { over: 'half-lost', under: 'half-won' }],
  ['total-goals|line=3.75', { over: 'half-won', under: 'half-lost' }],
  ['asian-handicap|line=-0.5|score=0-0', won('away')],
  ['asian-handicap|line=-0.25|score=0-0', { home: 'half-lost', away: 'half-won' }],
  ['asian-handicap|line=0|score=1-0', won('away')],
  ['asian-handicap|line=1|score=1-0', NOTHING_LOST],
  ['european-handicap|start=0-1', won('away')],
  ['european-handicap|start=2-0', won('home')],
  ['home-total-goals|line=2', RETURNED],
  ['away-total-goals|line=2.25', { over: 'half-lost', under: 'half-won' }],
  ['both-teams-to-score', won('yes')],
  ['correct-score', won('2-2')],
  ['winning-margin', won('draw')],
  ['odd-even', won('even')],
  ['exact-goals', won('4')],
  ['home-exact-goals', won('2')],
  ['away-exact-goals', won('2')],
  ['home-clean-sheet', won('no')],
  ['away-clean-sheet', won('no')],
  ['home-win-to-nil', won('no')],
  ['away-win-to-nil', won('no')],
  ['half-time-result', won('draw')],
  ['first-half-double-chance', won('home-or-draw', 'draw-or-away')],
  ['first-half-draw-no-bet', NOTHING_LOST],
  ['first-half-total-goals|line=1.5', won('over')],
  ['first-half-home-goals|line=0.5', won('over')],
  ['first-half-away-goals|line=1', RETURNED],
  ['first-half-asian-handicap|line=0.5|score=1-0', won('away')],
  ['first-half-european-handicap|start=1-0', won('home')],
  ['first-half-both-teams-to-score', won('yes')],
  ['first-half-correct-score', won('1-1')],
  ['first-half-odd-even', won('even')],
  ['first-half-exact-goals', won('2')],
  ['second-half-result', won('draw')],
  ['second-half-double-chance', won('home-or-draw', 'draw-or-away')],
  ['second-half-draw-no-bet', NOTHING_LOST],
  ['second-half-total-goals|line=2.5', won('under')],
  ['second-half-asian-handicap|line=0.25|score=0-0', { home: 'half-won', away: 'half-lost' }],
  ['second-half-asian-handicap|line=-0.5|score=0-1', won('home')],
  ['second-half-both-teams-to-score', won('yes')],
  ['second-half-correct-score', won('1-1')],
  ['second-half-odd-even', won('even')],
  ['second-half-exact-goals', won('2')],
  ['half-time-full-time', won('draw/draw')],
  ['home-win-both-halves', won('no')],
  ['away-win-both-halves', won('no')],
  ['home-win-either-half', won('no')],
  ['away-win-either-half', won('no')],
  ['half-with-most-goals', won('equal')],
  ['home-half-with-most-goals', won('equal')],
  ['away-half-with-most-goals', won('equal')],
  ['home-score-in-both-halves', won('yes')],
  ['away-score-in-both-halves', won('yes')],
  ['both-halves-over', won('yes')],
  ['both-halves-under', won('no')],
  ['goal-in-interval|from=0|to=15', won('yes')],
  ['goal-in-interval|from=60|to=75', won('no')],
  ['interval-result|from=30|to=45', won('away')],
  ['interval-result|from=12|to=30', won('draw')],
  ['next-goal|goal=2', won('away')],
  ['next-goal|goal=5', won('none')],
  ['last-goal', won('home')],
  ['first-goal-time', won('1-15')],
  ['next-corner|corner=2', won('away')],
  ['next-corner|corner=10', won('none')],
  ['corner-race|to=3', won('home')],
  ['corner-race|to=5', won('away')],
  ['corner-race|to=7', won('none')],
  ['next-card|card=1', won('home')],
  ['next-card|card=3', won('away')],
  ['next-card|card=5', won('none')],
  ['result-and-total|line=3.5', won('draw&over')],
  ['result-and-both-teams-to-score', won('draw&yes')],
  ['total-and-both-teams-to-score|line=4.5', won('yes&under')],
  ['double-chance-and-total|line=2.5', won('home-or-draw&over', 'draw-or-away&over')],
  ['double-chance-and-both-teams-to-score', won('home-or-draw&yes', 'draw-or-away&yes')],
  ['first-half-result-and-total|line=1.5', won('draw&over')],
  ['first-half-result-and-both-teams-to-score', won('draw&yes')],
  ['multi-goals', won('1-to-4', '2-to-4', '3-to-4', '3-to-5', '4-to-6')],
  ['goal-bands', won('4-to-6')],
  ['which-teams-score', won('both')],
  ['corner-result', won('away')],
  ['total-corners|line=9', RETURNED],
  ['total-corners|line=8.5', won('over')],
  ['corner-handicap|line=0.75', { home: 'half-lost', away: 'half-won' }],
  ['home-corners|line=4.5', won('under')],
  ['away-corners|line=4.5', won('over')],
  ['corners-odd-even', won('odd')],
  ['first-half-corner-result', won('home')],
  ['first-half-corners|line=4', RETURNED],
  ['first-half-corner-handicap|line=-2', NOTHING_LOST],
  ['first-half-corner-handicap|line=-1.5', won('home')],
  ['card-result', won('draw')],
  ['total-cards|line=3.5', won('over')],
  ['card-handicap|line=0', NOTHING_LOST],
  ['home-cards|line=1.5', won('over')],
  ['away-cards|line=2.5', won('under')],
  ['first-half-cards|line=0.5', won('over')],
  ['booking-points|line=69.5', won('over')],
  ['booking-points|line=70', RETURNED],
  ['sending-off', won('yes')],
  ['home-sending-off', won('yes')],
  ['away-sending-off', won('yes')],
  ['anytime-scorer|player=lion-one', won('yes')],
  ['anytime-scorer|player=lion-two', won('no')],
  ['anytime-scorer|player=lion-four', won('no')],
  ['anytime-scorer|player=lion-five', VOID],
  ['anytime-scorer|player=nobody', VOID],
  ['first-scorer|player=lion-one', won('yes')],
  ['first-scorer|player=tiger-one', won('no')],
  ['first-scorer|player=lion-four', VOID],
  ['first-scorer|player=tiger-four', VOID],
  ['last-scorer|player=lion-one', won('yes')],
  ['last-scorer|player=tiger-one', won('no')],
  ['last-scorer|player=tiger-four', won('no')],
  ['two-or-more-goals|player=lion-one', won('yes')],
  ['two-or-more-goals|player=tiger-one', won('no')],
  ['hat-trick|player=lion-one', won('no')],
  ['hat-trick|player=tiger-five', VOID],
  ['to-qualify', won('away')],
  ['method-of-victory', won('away-penalties')],
  ['extra-time-played', won('yes')],
  ['extra-time-result', won('draw')],
  ['extra-time-total-goals|line=1.5', won('over')],
  ['extra-time-total-goals|line=2', RETURNED],
  ['shoot-out-played', won('yes')],
  ['shoot-out-winner', won('away')],
];

/** 2-0 with a goal in stoppage time, 3-0; no corners, no cards, no line-ups. */
const SHORT_TIE: readonly Row[] = [
  ['match-result', won('home')],
  ['double-chance', won('home-or-draw', 'home-or-away')],
  ['draw-no-bet', won('home')],
  ['asian-handicap|line=-3|score=0-0', NOTHING_LOST],
  ['asian-handicap|line=-0.75|score=2-0', { home: 'half-won', away: 'half-lost' }],
  ['european-handicap|start=0-3', won('draw')],
  ['both-teams-to-score', won('no')],
  ['correct-score', won('3-0')],
  ['winning-margin', won('home-by-3-or-more')],
  ['odd-even', won('odd')],
  ['home-exact-goals', won('3-or-more')],
  ['away-exact-goals', won('0')],
  ['home-clean-sheet', won('yes')],
  ['away-clean-sheet', won('no')],
  ['home-win-to-nil', won('yes')],
  ['first-half-exact-goals', won('2')],
  ['second-half-correct-score', won('1-0')],
  ['half-time-full-time', won('home/home')],
  ['home-win-both-halves', won('yes')],
  ['away-win-either-half', won('no')],
  ['half-with-most-goals', won('first')],
  ['away-half-with-most-goals', won('equal')],
  ['home-score-in-both-halves', won('yes')],
  ['away-score-in-both-halves', won('no')],
  ['both-halves-over', won('no')],
  ['both-halves-under', won('no')],
  ['goal-in-interval|from=0|to=15', won('no')],
  ['goal-in-interval|from=44|to=45', won('yes')],
  ['goal-in-interval|from=45|to=60', won('no')],
  ['interval-result|from=75|to=90', won('home')],
  ['first-goal-time', won('16-30')],
  ['which-teams-score', won('only-home')],
  ['result-and-both-teams-to-score', won('home&no')],
  ['double-chance-and-total|line=3.5', won('home-or-draw&under', 'home-or-away&under')],
  ['goal-bands', won('2-to-3')],
  ['multi-goals', won('1-to-3', '1-to-4', '2-to-3', '2-to-4', '3-to-4', '3-to-5')],
  ['total-corners|line=0.5', won('under')],
  ['corner-race|to=2', won('none')],
  ['sending-off', won('no')],
  ['next-card|card=1', won('none')],
  ['to-qualify', won('home')],
  ['method-of-victory', won('home-regular-time')],
  ['extra-time-played', won('no')],
  ['extra-time-result', { home: 'void', draw: 'void', away: 'void' }],
  ['extra-time-total-goals|line=0.5', RETURNED],
  ['shoot-out-played', won('no')],
  ['shoot-out-winner', NOTHING_LOST],
];

const gradesOf = (record: ReturnType<typeof longTie>, key: string): Record<string, Grade> =>
  Object.fromEntries(gradeMarket(record, marketKeyOf(key)) ?? []);
const withLosers = (grades: Record<string, Grade>, paid: Row[1]): Record<string, Grade> => ({
  ...Object.fromEntries(Object.keys(grades).map((outcome) => [outcome, 'lost' as const])),
  ...paid,
});

test.each(LONG_TIE)('2-2 and on penalties: %s pays %o', (key, paid) => {
  const grades = gradesOf(longTie(), key);
  expect(Object.keys(grades).length).toBeGreaterThan(1);
  expect(grades).toEqual(withLosers(grades, paid));
});

test.each(SHORT_TIE)('3-0 in 90 minutes: %s pays %o', (key, paid) => {
  const grades = gradesOf(shortTie(), key);
  expect(grades).toEqual(withLosers(grades, paid));
});

test('every type has an example', () => {
  const shown = new Set(LONG_TIE.map(([key]) => parseMarketKey(key)?.type));
  expect(FOOTBALL_MARKET_TYPES.filter((type) => !shown.has(type))).toEqual([]);
  expect(FOOTBALL_MARKET_TYPES).toHaveLength(101);
});
