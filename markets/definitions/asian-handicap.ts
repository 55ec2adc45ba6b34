import type { Score, Specifiers } from '#contracts/mod.ts';

import { formatLine, handicapResult, parseLine } from '../arithmetic/mod.ts';
import { scoreOf } from '../record/views.ts';
import { handicapLines } from './board-lines.ts';
import {
  CATALOGUE_VERSION,
  hasSpecifiers,
  outcomeIds,
  parseScore,
  sideName,
  undecided,
  type MarketDefinition,
} from './definition.ts';

const TEAMS = outcomeIds('home', 'away');
const LONGEST_LINE_QUARTERS = 20 * 4;

const textOf = ({ home, away }: Score): string => `${home}-${away}`;
const lineOf = ({ line = '' }: Specifiers): number => parseLine(line) ?? 0;
const signed = (quarters: number): string =>
  quarters > 0 ? `+${formatLine(quarters)}` : formatLine(quarters);

/** The home lead at the moment of the bet, which does not count. */
const headStart = ({ score }: Specifiers): number => {
  const base = parseScore(score);
  return base === undefined ? 0 : base.home - base.away;
};

/**
 * Goals from the base score `score` on, with `line` goals given to the home side. The line is named from
 * the home side for both outcomes; a quarter line puts half the stake on each neighbour. Before the match
 * the base score is 0-0; a goal closes the market of the old score.
 */
export const asianHandicap: MarketDefinition = {
  type: 'asian-handicap',
  catalogueVersion: CATALOGUE_VERSION,
  outcomes: TEAMS,
  accepts: (specifiers) => {
    const { line = '', score } = specifiers;
    const quarters = parseLine(line);
    if (quarters === undefined || Math.abs(quarters) > LONGEST_LINE_QUARTERS) return false;
    if (!hasSpecifiers(specifiers, 'line', 'score') || formatLine(quarters) !== line) return false;
    return parseScore(score) !== undefined;
  },
  reads: 'full-time',
  settle: ({ fullTime }, specifiers) => {
    const line = lineOf(specifiers);
    const difference = fullTime.home - fullTime.away - headStart(specifiers);
    const away = line === 0 ? 0 : -line;
    return [handicapResult('home', line, difference), handicapResult('away', away, difference)];
  },
  early: () => undecided(TEAMS),
  offered: (record) => {
    const score = textOf(scoreOf(record).fullTime);
    return handicapLines(record).map((line) => ({ line: formatLine(line), score }));
  },
  shape: (specifiers) => String(lineOf(specifiers) - 4 * headStart(specifiers)),
  marketName: ({ line = '', score = '' }) =>
    score === '0-0' ? `Asian handicap ${line}` : `Asian handicap ${line} from ${score}`,
  outcomeName: (outcome, specifiers, teams) => {
    const line = lineOf(specifiers);
    const own = outcome === 'home' || line === 0 ? line : -line;
    return `${sideName(outcome, teams)} ${signed(own)}`;
  },
};
