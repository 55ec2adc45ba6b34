import type { BasketballMarketType, Specifiers } from '#contracts/mod.ts';

import type { Definition } from '../definition.ts';
import {
  doubleChanceFamily,
  handicapFamily,
  leaderAndTotalFamily,
  oddEvenFamily,
  resultFamily,
  teamTotalFamily,
  TEAMS,
  totalFamily,
  winnerFamily,
  yesNoFamily,
  type LineRange,
} from '../two-teams/families.ts';
import { askAll, oneOf, type Question, type Scope } from '../two-teams/question.ts';
import { winningMarginFamily } from '../two-teams/score-families.ts';
import { marginOf } from '../two-teams/tally.ts';
import { COURSE_DEFINITIONS } from './course-definitions.ts';
import type { BasketballFacts, BasketballSpan, BasketballView } from './facts.ts';

/** A basketball market: a definition that says what a scenario must hold for it. */
export type BasketballDefinition = Definition<BasketballFacts> &
  Readonly<{ reads: (specifiers: Specifiers) => BasketballView }>;

/** Whole and half points: a whole line returns the stake on the exact number. */
const linesLike = (example: string, longest: number): LineRange => ({
  step: 2,
  longest: 4 * longest,
  example,
});

const none = (): string => '';
const NTH: Readonly<Record<string, string>> = { '1': '1st', '2': '2nd', '3': '3rd', '4': '4th' };
/** "2nd half: ", and "Half: " over the markets of all halves. */
const numbered = (noun: string, count: string | undefined): string =>
  count === undefined
    ? `${noun.charAt(0).toUpperCase()}${noun.slice(1)}: `
    : `${NTH[count] ?? count} ${noun}: `;

/** The whole game, overtime included. */
const MATCH: Scope<BasketballSpan> = {
  group: 'main',
  rule: 'Overtime counts.',
  parameters: {},
  example: {},
  spanOf: () => 'match',
  prefix: none,
  suffix: () => '(incl. overtime)',
};
/** The four quarters, overtime excluded. */
const REGULATION: Scope<BasketballSpan> = {
  ...MATCH,
  rule: 'The four quarters count, overtime does not.',
  spanOf: () => 'regulation',
  suffix: () => '(excl. overtime)',
};
/** The half that `half` names; overtime does not belong to the second. */
const HALF: Scope<BasketballSpan> = {
  group: 'halves',
  rule: 'Only that half counts; overtime does not belong to the second.',
  example: { half: '1' },
  parameters: { half: oneOf('1', '2') },
  spanOf: ({ half }) => (half === '1' ? 'first-half' : 'second-half'),
  prefix: ({ half }) => numbered('half', half),
  suffix: ({ half }) => (half === '2' ? '(excl. overtime)' : ''),
};
/** The quarter that `quarter` names; overtime does not belong to the fourth. */
const QUARTER: Scope<BasketballSpan> = {
  group: 'quarters',
  rule: 'Only that quarter counts; overtime does not belong to the fourth.',
  example: { quarter: '1' },
  parameters: { quarter: oneOf('1', '2', '3', '4') },
  spanOf: ({ quarter }) => `quarter-${quarter as '1' | '2' | '3' | '4'}`,
  prefix: ({ quarter }) => numbered('quarter', quarter),
  suffix: ({ quarter }) => (quarter === '4' ? '(excl. overtime)' : ''),
};

const ask = <Type extends BasketballMarketType>(
  questions: Readonly<Record<Type, Question<BasketballSpan>>>,
) => askAll<Type, BasketballSpan>(questions);

const MARGIN = 100;
const POINTS = 500;
const spread = handicapFamily(linesLike('-5.5', MARGIN));
const total = totalFamily(linesLike('224.5', POINTS));
const teamTotal = teamTotalFamily(linesLike('112.5', POINTS));
const winnerAndTotal = leaderAndTotalFamily(TEAMS, linesLike('224.5', POINTS));
const margins = winningMarginFamily([1, 6, 11, 16, 21, 26], 'void');
const isLevel = yesNoFamily(
  'Yes when the score is level after four quarters.',
  'margin',
  (tally) => marginOf(tally) === 0,
);
const half = {
  spread: handicapFamily(linesLike('-2.5', MARGIN)),
  total: totalFamily(linesLike('112.5', POINTS)),
  teamTotal: teamTotalFamily(linesLike('56.5', POINTS)),
};
const quarter = {
  spread: handicapFamily(linesLike('-1.5', MARGIN)),
  total: totalFamily(linesLike('56.5', POINTS)),
  teamTotal: teamTotalFamily(linesLike('28.5', POINTS)),
};

/** What is bet on with overtime: whoever wins the game wins these. */
const WITH_OVERTIME = ask({
  'basketball-moneyline': { scope: MATCH, title: 'Winner', family: winnerFamily, uof: 219 },
  'basketball-spread': { scope: MATCH, title: 'Spread', family: spread, uof: 223 },
  'basketball-total': { scope: MATCH, title: 'Total points', family: total, uof: 225 },
  'basketball-team-total': { scope: MATCH, title: 'Team points', family: teamTotal },
  'basketball-moneyline-and-total': {
    scope: MATCH,
    title: 'Winner and total',
    family: winnerAndTotal,
    group: 'combinations',
    uof: 292,
  },
  'basketball-winning-margin': {
    scope: MATCH,
    title: 'Winning margin',
    family: margins,
    group: 'scores',
    uof: 290,
  },
  'basketball-odd-even': { scope: MATCH, title: 'Odd or even', family: oddEvenFamily, uof: 229 },
});

/** The four quarters by themselves: a game that goes to overtime is a draw here. */
const WITHOUT_OVERTIME = ask({
  'basketball-match-result': { scope: REGULATION, title: 'Result', family: resultFamily, uof: 1 },
  'basketball-double-chance': {
    scope: REGULATION,
    title: 'Double chance',
    family: doubleChanceFamily,
    uof: 10,
  },
  'basketball-draw-no-bet': {
    scope: REGULATION,
    title: 'Draw no bet',
    family: winnerFamily,
    uof: 11,
  },
  'basketball-regulation-spread': { scope: REGULATION, title: 'Spread', family: spread, uof: 16 },
  'basketball-regulation-total': {
    scope: REGULATION,
    title: 'Total points',
    family: total,
    uof: 18,
  },
  'basketball-overtime': {
    scope: { ...REGULATION, suffix: none },
    title: 'Overtime',
    family: isLevel,
    uof: 220,
  },
});

const BY_HALF = ask({
  'basketball-half-result': { scope: HALF, title: 'Result', family: resultFamily },
  'basketball-half-draw-no-bet': { scope: HALF, title: 'Draw no bet', family: winnerFamily },
  'basketball-half-spread': { scope: HALF, title: 'Spread', family: half.spread },
  'basketball-half-total': { scope: HALF, title: 'Total points', family: half.total },
  'basketball-half-team-total': { scope: HALF, title: 'Team points', family: half.teamTotal },
  'basketball-half-odd-even': { scope: HALF, title: 'Odd or even', family: oddEvenFamily },
});

const BY_QUARTER = ask({
  'basketball-quarter-result': { scope: QUARTER, title: 'Result', family: resultFamily, uof: 235 },
  'basketball-quarter-draw-no-bet': {
    scope: QUARTER,
    title: 'Draw no bet',
    family: winnerFamily,
    uof: 302,
  },
  'basketball-quarter-spread': {
    scope: QUARTER,
    title: 'Spread',
    family: quarter.spread,
    uof: 303,
  },
  'basketball-quarter-total': {
    scope: QUARTER,
    title: 'Total points',
    family: quarter.total,
    uof: 236,
  },
  'basketball-quarter-team-total': {
    scope: QUARTER,
    title: 'Team points',
    family: quarter.teamTotal,
  },
  'basketball-quarter-odd-even': {
    scope: QUARTER,
    title: 'Odd or even',
    family: oddEvenFamily,
    uof: 304,
  },
});

/** Every basketball market, by its type. */
export const BASKETBALL_DEFINITIONS: Readonly<Record<BasketballMarketType, BasketballDefinition>> =
  {
    ...WITH_OVERTIME,
    ...WITHOUT_OVERTIME,
    ...BY_HALF,
    ...BY_QUARTER,
    ...COURSE_DEFINITIONS,
  };
