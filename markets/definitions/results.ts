import type { MatchRecord } from '../record/match-record.ts';
import { firstHalfOver } from '../record/views.ts';
import {
  CATALOGUE_VERSION,
  hasNoSpecifiers,
  leader,
  NO_SPECIFIERS,
  outcomeIds,
  sideName,
  undecided,
  winner,
  type MarketDefinition,
} from './definition.ts';

const RESULT = outcomeIds('home', 'draw', 'away');
const TEAMS = outcomeIds('home', 'away');

/** Who wins the 90 minutes. */
export const matchResult: MarketDefinition = {
  type: 'match-result',
  catalogueVersion: CATALOGUE_VERSION,
  outcomes: RESULT,
  accepts: hasNoSpecifiers,
  reads: 'full-time',
  settle: ({ fullTime }) => winner(RESULT, leader(fullTime)),
  early: () => undecided(RESULT),
  offered: () => [NO_SPECIFIERS],
  shape: () => '',
  marketName: () => 'Match result',
  outcomeName: (outcome, _, teams) => sideName(outcome, teams),
};

/** Who wins the 90 minutes; the stake comes back on a draw. */
export const drawNoBet: MarketDefinition = {
  type: 'draw-no-bet',
  catalogueVersion: CATALOGUE_VERSION,
  outcomes: TEAMS,
  accepts: hasNoSpecifiers,
  reads: 'full-time',
  settle: ({ fullTime }) =>
    leader(fullTime) === 'draw' ? ['void', 'void'] : winner(TEAMS, leader(fullTime)),
  early: () => undecided(TEAMS),
  offered: () => [NO_SPECIFIERS],
  shape: () => '',
  marketName: () => 'Draw no bet',
  outcomeName: (outcome, _, teams) => sideName(outcome, teams),
};

/** Who leads at half-time. */
export const halfTimeResult: MarketDefinition = {
  type: 'half-time-result',
  catalogueVersion: CATALOGUE_VERSION,
  outcomes: RESULT,
  accepts: hasNoSpecifiers,
  reads: 'first-half',
  settle: ({ firstHalf }) => winner(RESULT, leader(firstHalf)),
  early: (soFar) =>
    soFar.firstHalfOver ? winner(RESULT, leader(soFar.firstHalf)) : undecided(RESULT),
  offered: (record: MatchRecord) => (firstHalfOver(record) ? [] : [NO_SPECIFIERS]),
  shape: () => '',
  marketName: () => 'Half-time result',
  outcomeName: (outcome, _, teams) => sideName(outcome, teams),
};
