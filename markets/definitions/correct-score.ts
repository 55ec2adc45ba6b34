import type { Score } from '#contracts/mod.ts';

import { scoreOf } from '../record/views.ts';
import {
  CATALOGUE_VERSION,
  hasNoSpecifiers,
  NO_SPECIFIERS,
  outcomeIds,
  winner,
  type Grade,
  type MarketDefinition,
} from './definition.ts';

const LISTED_GOALS = 4;
const COUNTS = Array.from({ length: LISTED_GOALS + 1 }, (_, goals) => goals);
const SCORES: readonly Score[] = COUNTS.flatMap((home) => COUNTS.map((away) => ({ home, away })));

const textOf = ({ home, away }: Score): string => `${home}-${away}`;
const isListed = ({ home, away }: Score): boolean => Math.max(home, away) <= LISTED_GOALS;

const OUTCOMES = outcomeIds(...SCORES.map(textOf), 'other');

/** The score of the 90 minutes: up to four goals a side by name, and any other. */
export const correctScore: MarketDefinition = {
  type: 'correct-score',
  catalogueVersion: CATALOGUE_VERSION,
  outcomes: OUTCOMES,
  accepts: hasNoSpecifiers,
  reads: 'full-time',
  settle: ({ fullTime }) => winner(OUTCOMES, isListed(fullTime) ? textOf(fullTime) : 'other'),
  early: ({ fullTime }) => {
    const passed = (score: Score) => fullTime.home > score.home || fullTime.away > score.away;
    const listed = SCORES.map((score): Grade => (passed(score) ? 'lost' : 'undecided'));
    return [...listed, isListed(fullTime) ? 'undecided' : 'won'];
  },
  offered: (record) => (isListed(scoreOf(record).fullTime) ? [NO_SPECIFIERS] : []),
  shape: () => '',
  marketName: () => 'Correct score',
  outcomeName: (outcome) => (outcome === 'other' ? 'Any other score' : outcome),
};
