import type { IceHockeyMarketType, Specifiers } from '#contracts/mod.ts';

import type { Definition } from '../definition.ts';
import {
  doubleChanceFamily,
  handicapFamily,
  leaderAndTotalFamily,
  oddEvenFamily,
  RESULT,
  resultFamily,
  TEAMS,
  teamTotalFamily,
  totalFamily,
  winnerFamily,
  yesNoFamily,
  type LineRange,
} from '../two-teams/families.ts';
import { askAll, oneOf, type Question, type Scope } from '../two-teams/question.ts';
import { correctScoreFamily, winningMarginFamily } from '../two-teams/score-families.ts';
import { marginOf, pointsOf } from '../two-teams/tally.ts';
import { COURSE_DEFINITIONS } from './course-definitions.ts';
import type { IceHockeyFacts, IceHockeySpan, IceHockeyView } from './facts.ts';

/** An ice hockey market: a definition that says what a scenario must hold for it. */
export type IceHockeyDefinition = Definition<IceHockeyFacts> &
  Readonly<{ reads: (specifiers: Specifiers) => IceHockeyView }>;

/** Quarter lines put half the stake on each neighbour; whole lines return it on the exact number. */
const linesLike = (example: string): LineRange => ({ step: 1, longest: 4 * 30, example });

const none = (): string => '';
const NTH: Readonly<Record<string, string>> = { '1': '1st', '2': '2nd', '3': '3rd' };

/** The whole game, overtime and shoot-out included; a shoot-out counts as one goal of its winner. */
const MATCH: Scope<IceHockeySpan> = {
  group: 'main',
  rule: 'Overtime counts, and the shoot-out as one goal of its winner.',
  parameters: {},
  example: {},
  spanOf: () => 'match',
  prefix: none,
  suffix: () => '(incl. overtime and shoot-out)',
};
/** The 60 minutes, overtime excluded: level after them is a draw. */
const REGULATION: Scope<IceHockeySpan> = {
  ...MATCH,
  rule: 'The 60 minutes count, overtime does not.',
  spanOf: () => 'regulation',
  suffix: () => '(60 minutes)',
};
/** The period that `period` names; overtime does not belong to the third. */
const PERIOD: Scope<IceHockeySpan> = {
  group: 'periods',
  rule: 'Only that period counts; overtime does not belong to the third.',
  example: { period: '1' },
  parameters: { period: oneOf('1', '2', '3') },
  spanOf: ({ period }) => `period-${period as '1' | '2' | '3'}`,
  prefix: ({ period }) => (period === undefined ? 'Period: ' : `${NTH[period] ?? period} period: `),
  suffix: none,
};

const handicap = handicapFamily(linesLike('-1.5'));
const total = totalFamily(linesLike('5.5'));
const teamTotal = teamTotalFamily(linesLike('2.5'));
const periodHandicap = handicapFamily(linesLike('-0.5'));
const periodTotal = totalFamily(linesLike('1.5'));
const isLevel = yesNoFamily(
  'Yes when the score is level after 60 minutes.',
  'margin',
  (tally) => marginOf(tally) === 0,
);
const bothScore = yesNoFamily(
  'Yes when each side has a goal.',
  'score',
  (tally) => pointsOf(tally, 'home') > 0 && pointsOf(tally, 'away') > 0,
);

const ask = <Type extends IceHockeyMarketType>(
  questions: Readonly<Record<Type, Question<IceHockeySpan>>>,
) => askAll<Type, IceHockeySpan>(questions);

/** What is bet on with overtime and shoot-out: whoever wins the game wins these. */
const WITH_OVERTIME = ask({
  'ice-hockey-moneyline': { scope: MATCH, title: 'Winner', family: winnerFamily, uof: 406 },
  'ice-hockey-puck-line': { scope: MATCH, title: 'Puck line', family: handicap, uof: 410 },
  'ice-hockey-total': { scope: MATCH, title: 'Total goals', family: total, uof: 412 },
  'ice-hockey-team-total': { scope: MATCH, title: 'Team goals', family: teamTotal },
  'ice-hockey-moneyline-and-total': {
    scope: MATCH,
    title: 'Winner and total',
    family: leaderAndTotalFamily(TEAMS, linesLike('5.5')),
    group: 'combinations',
  },
});

/** The 60 minutes by themselves. */
const WITHOUT_OVERTIME = ask({
  'ice-hockey-match-result': { scope: REGULATION, title: 'Result', family: resultFamily, uof: 1 },
  'ice-hockey-double-chance': {
    scope: REGULATION,
    title: 'Double chance',
    family: doubleChanceFamily,
    uof: 10,
  },
  'ice-hockey-draw-no-bet': {
    scope: REGULATION,
    title: 'Draw no bet',
    family: winnerFamily,
    uof: 11,
  },
  'ice-hockey-regulation-handicap': {
    scope: REGULATION,
    title: 'Handicap',
    family: handicap,
    uof: 16,
  },
  'ice-hockey-regulation-total': {
    scope: REGULATION,
    title: 'Total goals',
    family: total,
    uof: 18,
  },
  'ice-hockey-regulation-team-total': {
    scope: REGULATION,
    title: 'Team goals',
    family: teamTotal,
  },
  'ice-hockey-result-and-total': {
    scope: REGULATION,
    title: 'Result and total',
    family: leaderAndTotalFamily(RESULT, linesLike('5.5')),
    group: 'combinations',
    uof: 37,
  },
  'ice-hockey-both-teams-to-score': {
    scope: REGULATION,
    title: 'Both teams to score',
    family: bothScore,
    group: 'goals',
    uof: 29,
  },
  'ice-hockey-correct-score': {
    scope: REGULATION,
    title: 'Correct score',
    family: correctScoreFamily(6),
    group: 'scores',
    uof: 199,
  },
  'ice-hockey-winning-margin': {
    scope: REGULATION,
    title: 'Winning margin',
    family: winningMarginFamily([1, 2, 3], 'draw'),
    group: 'scores',
    uof: 15,
  },
  'ice-hockey-odd-even': {
    scope: REGULATION,
    title: 'Odd or even',
    family: oddEvenFamily,
    group: 'goals',
    uof: 26,
  },
  'ice-hockey-overtime': {
    scope: { ...REGULATION, suffix: none },
    title: 'Overtime',
    family: isLevel,
    group: 'decider',
    uof: 220,
  },
});

const BY_PERIOD = ask({
  'ice-hockey-period-result': { scope: PERIOD, title: 'Result', family: resultFamily, uof: 443 },
  'ice-hockey-period-draw-no-bet': { scope: PERIOD, title: 'Draw no bet', family: winnerFamily },
  'ice-hockey-period-handicap': {
    scope: PERIOD,
    title: 'Handicap',
    family: periodHandicap,
    uof: 460,
  },
  'ice-hockey-period-total': { scope: PERIOD, title: 'Total goals', family: periodTotal, uof: 446 },
  'ice-hockey-period-both-teams-to-score': {
    scope: PERIOD,
    title: 'Both teams to score',
    family: bothScore,
  },
  'ice-hockey-period-odd-even': { scope: PERIOD, title: 'Odd or even', family: oddEvenFamily },
});

/** Every ice hockey market, by its type. */
export const ICE_HOCKEY_DEFINITIONS: Readonly<Record<IceHockeyMarketType, IceHockeyDefinition>> = {
  ...WITH_OVERTIME,
  ...WITHOUT_OVERTIME,
  ...BY_PERIOD,
  ...COURSE_DEFINITIONS,
};
