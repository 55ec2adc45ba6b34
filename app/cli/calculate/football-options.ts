import type { Command } from 'commander';

import { numberOf, pairOf } from './calculation.ts';
import type { FootballQuestion } from './football-match.ts';

export type FootballOptions = Readonly<{
  home: string;
  away: string;
  rho?: string;
  minute?: string;
  score: string;
  halfTime?: string;
  reds: string;
}>;

/** The options that describe a football match. */
export const withFootballOptions = (command: Command): Command =>
  command
    .option('--home <goals>', 'expected goals of the home team in 90 minutes', '1.5')
    .option('--away <goals>', 'expected goals of the away team in 90 minutes', '1.2')
    .option(
      '--rho <number>',
      'dependence of low scores: prices the final score alone, by Dixon and Coles',
    )
    .option('--minute <minute>', 'minutes played: prices in play')
    .option('--score <home-away>', 'the score now', '0-0')
    .option('--half-time <home-away>', 'the score at half-time, from minute 45 on')
    .option('--reds <home-away>', 'players sent off', '0-0');

export const footballQuestion = (options: FootballOptions): FootballQuestion => ({
  home: numberOf(options.home, 'home'),
  away: numberOf(options.away, 'away'),
  ...(options.rho === undefined ? {} : { rho: numberOf(options.rho, 'rho') }),
  ...(options.minute === undefined ? {} : { minute: numberOf(options.minute, 'minute') }),
  score: pairOf(options.score, 'score'),
  ...(options.halfTime === undefined ? {} : { halfTime: pairOf(options.halfTime, 'halfTime') }),
  reds: pairOf(options.reds, 'reds'),
});
