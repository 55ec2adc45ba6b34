import type { MarketType } from '#contracts/mod.ts';

import {
  resolveMargin,
  type MarginByPhase,
  type MarginPhase,
  type MarginPolicy,
} from '../margin/mod.ts';

/** No price is better for the bettor than the model's fair price less this, whatever the exposure asks. */
export const MINIMUM_MARGIN_BPS = 50;

/** Types whose margin is not that of their number of outcomes. */
const BY_TYPE: Readonly<Partial<Record<MarketType, MarginByPhase>>> = {
  'match-result': 500,
  'draw-no-bet': 450,
  'total-goals': 450,
  'asian-handicap': 350,
  'both-teams-to-score': 500,
  'correct-score': 1500,
  'half-time-result': 600,
  'next-goal': 600,
};

/**
 * The margins in basis points of the book above its fair sum until a trader says otherwise, so that every
 * market type of every sport has one. In play the model knows less of what has just happened, and late in
 * an event one incident decides it.
 */
export const DEFAULT_MARGIN_POLICY: MarginPolicy = {
  markets: new Map(),
  types: new Map(Object.entries(BY_TYPE) as [MarketType, MarginByPhase][]),
  classes: {
    'two-way': { 'pre-match': 500, 'in-play': 600, late: 800 },
    'three-way': { 'pre-match': 600, 'in-play': 700, late: 900 },
    'up-to-6': { 'pre-match': 800, 'in-play': 900, late: 1200 },
    'up-to-12': { 'pre-match': 1100, 'in-play': 1200, late: 1500 },
    more: { 'pre-match': 1500, 'in-play': 1700, late: 2000 },
  },
  loading: [],
};

/** The default margin in basis points of a market type with so many outcomes, in a phase of the event. */
export const defaultMarginBps = (
  type: MarketType,
  outcomeCount: number,
  phase: MarginPhase,
): number => resolveMargin(DEFAULT_MARGIN_POLICY, { type, outcomeCount, phase }).marginBps;
