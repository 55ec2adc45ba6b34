import { InputError } from '#contracts/mod.ts';

import { checkChance, type PointChances } from './points.ts';

/**
 * What is believed of a player's chance to win a point on his own serve: Beta(mean × points,
 * (1 − mean) × points). `points` is the strength: so many points of play would weigh as much.
 */
export type ServeBelief = Readonly<{ mean: number; points: number }>;
/** Points on a player's own serve so far. */
export type ServePoints = Readonly<{ won: number; played: number }>;
/** One for each player. */
export type ByPlayer<Of> = Readonly<{ a: Of; b: Of }>;

function checkBelief(field: string, { mean, points }: ServeBelief): void {
  checkChance(`${field}.mean`, mean);
  if (Number.isFinite(points) && points >= 0) return;
  throw new InputError(
    'NUMBER_INVALID',
    `${field}.points`,
    points,
    'must be finite and at least 0',
  );
}

function checkPoints(field: string, { won, played }: ServePoints): void {
  for (const [name, value] of Object.entries({ won, played })) {
    if (Number.isFinite(value) && value >= 0) continue;
    throw new InputError('NUMBER_INVALID', `${field}.${name}`, value, 'must be at least 0');
  }
  if (won <= played) return;
  throw new InputError('STATE_CONTRADICTORY', `${field}.won`, won, `must not exceed ${played}`);
}

function updated(field: string, prior: ServeBelief, observed: ServePoints): ServeBelief {
  checkBelief(`prior.${field}`, prior);
  checkPoints(`observed.${field}`, observed);
  if (observed.played === 0) return prior;
  const points = prior.points + observed.played;
  return { mean: (prior.mean * prior.points + observed.won) / points, points };
}

/**
 * The beliefs after the points on serve so far, which are taken to be independent (the conjugate update of a
 * beta prior; for matches of tennis see Kovalchik & Reid 2019).
 * @throws InputError NUMBER_INVALID for a mean outside 0..1 or a negative number of points;
 * STATE_CONTRADICTORY when more points were won than played.
 */
export const updateServe = (
  prior: ByPlayer<ServeBelief>,
  observed: ByPlayer<ServePoints>,
): ByPlayer<ServeBelief> => ({
  a: updated('a', prior.a, observed.a),
  b: updated('b', prior.b, observed.b),
});

/**
 * The chances of points to price with: the means of both beliefs. The spread of a belief is left out, so
 * that prices are those of the most likely strength.
 */
export const pointChancesOf = ({ a, b }: ByPlayer<ServeBelief>): Pick<PointChances, 'p' | 'q'> => ({
  p: a.mean,
  q: 1 - b.mean,
});
