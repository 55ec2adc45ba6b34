import { InputError } from '#contracts/mod.ts';

/** A finished match. `day` counts days on any scale, the same for all matches; goals are of the 90 minutes. */
export type PlayedMatch = Readonly<{
  day: number;
  home: string;
  away: string;
  homeGoals: number;
  awayGoals: number;
  /** True on neutral ground, where nobody has the home advantage. */
  neutral?: boolean;
}>;

/** A match to be forecast. */
export type Pairing = Readonly<Pick<PlayedMatch, 'home' | 'away' | 'neutral'>>;

const MAX_GOALS = 99;

const isGoals = (value: number): boolean =>
  Number.isInteger(value) && value >= 0 && value <= MAX_GOALS;

/** @throws InputError when a day is not finite, goals are not counts, or a team plays itself. */
export function checkMatches(matches: readonly PlayedMatch[]): void {
  matches.forEach((match, at) => {
    const { day, home, away, homeGoals, awayGoals } = match;
    const field = (name: keyof PlayedMatch): string => `matches[${at}].${name}`;
    if (!Number.isFinite(day)) {
      throw new InputError('NUMBER_INVALID', field('day'), day, 'must be a finite number of days');
    }
    if (!isGoals(homeGoals)) {
      throw new InputError('NUMBER_INVALID', field('homeGoals'), homeGoals, 'must be 0..99');
    }
    if (!isGoals(awayGoals)) {
      throw new InputError('NUMBER_INVALID', field('awayGoals'), awayGoals, 'must be 0..99');
    }
    if (home === '') throw new InputError('FORMAT_INVALID', field('home'), home, 'must be a name');
    if (away === '') throw new InputError('FORMAT_INVALID', field('away'), away, 'must be a name');
    if (home === away) {
      throw new InputError('STATE_CONTRADICTORY', field('away'), away, 'must be another team');
    }
  });
}

/** Refuses an option that is not a number of the range; `max` is included. */
export function checkOption(field: string, value: number, min: number, max = Infinity): void {
  if (!(Number.isFinite(value) && value >= min && value <= max)) {
    const range = max === Infinity ? `at least ${min}` : `${min}..${max}`;
    throw new InputError('NUMBER_INVALID', `options.${field}`, value, `must be ${range}`);
  }
}
