import type { ResultChances } from '../models/mod.ts';
import { resultOf } from './in-order.ts';
import { checkMatches, checkOption, type PlayedMatch } from './played-match.ts';

export type BaseRates = Readonly<{ system: 'base-rates'; chances: ResultChances }>;

/**
 * How often the matches before `asOfDay` ended in each result, whoever played: the forecast that any rating
 * has to beat. One match of each result is counted on top, so that nothing is called impossible.
 */
export function fitBaseRates(matches: readonly PlayedMatch[], asOfDay: number): BaseRates {
  checkMatches(matches);
  checkOption('asOfDay', asOfDay, -1e9, 1e9);
  const counts = { home: 1, draw: 1, away: 1 };
  for (const match of matches) if (match.day < asOfDay) counts[resultOf(match)] += 1;
  const all = counts.home + counts.draw + counts.away;
  const chances = { home: counts.home / all, draw: counts.draw / all, away: counts.away / all };
  return { system: 'base-rates', chances };
}
