import type { FootballMarketType, MarketType } from '#contracts/mod.ts';

import { asianHandicap } from './definitions/asian-handicap.ts';
import { correctScore } from './definitions/correct-score.ts';
import type { MarketDefinition } from './definitions/definition.ts';
import { bothTeamsToScore, nextGoal, totalGoals } from './definitions/goals.ts';
import { drawNoBet, halfTimeResult, matchResult } from './definitions/results.ts';

const DEFINITIONS: Readonly<Record<FootballMarketType, MarketDefinition>> = {
  'match-result': matchResult,
  'draw-no-bet': drawNoBet,
  'total-goals': totalGoals,
  'asian-handicap': asianHandicap,
  'both-teams-to-score': bothTeamsToScore,
  'correct-score': correctScore,
  'half-time-result': halfTimeResult,
  'next-goal': nextGoal,
};

export const definitionOf = (type: MarketType): MarketDefinition =>
  DEFINITIONS[type as FootballMarketType];
