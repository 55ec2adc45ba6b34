import { InputError } from '#contracts/mod.ts';

import { normalCdf, normalQuantile } from '../numeric/normal.ts';

/**
 * Stern 1994: the home margin still to be played at elapsed share u is normal with mean (1 − u)·mu
 * and variance (1 − u)·sigma². Points; mu and sigma are those of a whole game.
 */
export type MarginModel = Readonly<{ mu: number; sigma: number }>;

/** `lead` is home minus away points; `elapsed` is 0..1. */
export type GameClock = Readonly<{ lead: number; elapsed: number }>;

const TIP_OFF: GameClock = { lead: 0, elapsed: 0 };

function check(field: string, value: number, isSound: boolean, why: string): void {
  if (!isSound || !Number.isFinite(value)) {
    throw new InputError('NUMBER_INVALID', field, value, why);
  }
}
const checkDeviation = (field: string, value: number): void =>
  check(field, value, value > 0, 'must be finite and above 0');
const checkElapsed = (value: number): void =>
  check('elapsed', value, value >= 0 && value <= 1, 'must be in [0, 1]');
const checkFinite = (field: string, value: number): void =>
  check(field, value, true, 'must be finite');

/** P(X > 0) for a normal X; a certain zero counts as even. */
function chanceAboveZero(mean: number, deviation: number): number {
  if (deviation > 0) return normalCdf(mean / deviation);
  return mean === 0 ? 0.5 : mean > 0 ? 1 : 0;
}

function finalMargin({ mu, sigma }: MarginModel, { lead, elapsed }: GameClock) {
  checkFinite('mu', mu);
  checkDeviation('sigma', sigma);
  checkFinite('lead', lead);
  checkElapsed(elapsed);
  return { mean: lead + (1 - elapsed) * mu, deviation: sigma * Math.sqrt(1 - elapsed) };
}

/**
 * Home win, overtime counting as even.
 * @throws InputError NUMBER_INVALID, as all of these do, when an input is not finite or out of range.
 */
export function homeWinChance(model: MarginModel, clock: GameClock = TIP_OFF): number {
  const { mean, deviation } = finalMargin(model, clock);
  return chanceAboveZero(mean, deviation);
}

/** P(home margin + line > 0) when a push is impossible or ignored. */
export function coverChance(model: MarginModel, line: number, clock: GameClock = TIP_OFF): number {
  checkFinite('line', line);
  const { mean, deviation } = finalMargin(model, clock);
  return chanceAboveZero(mean + line, deviation);
}

export type SpreadChances = Readonly<{ win: number; push: number; lose: number }>;

/** A whole line pushes on a margin within half a point of it; other lines cannot. */
export function spreadChances(
  model: MarginModel,
  line: number,
  clock: GameClock = TIP_OFF,
): SpreadChances {
  checkFinite('line', line);
  const { mean, deviation } = finalMargin(model, clock);
  const half = Number.isInteger(line) ? 0.5 : 0;
  const win = chanceAboveZero(mean + line - half, deviation);
  const lose = chanceAboveZero(-(mean + line) - half, deviation);
  return { win, push: half === 0 ? 0 : 1 - win - lose, lose };
}

/** Win chance of a side favoured by `spread` points. */
export function favouriteChance(spread: number, sigma: number): number {
  checkFinite('spread', spread);
  checkDeviation('sigma', sigma);
  return chanceAboveZero(spread, sigma);
}

/**
 * The margin law which a home spread and a home win chance imply (Polson & Stern 2015).
 * @throws InputError NO_SOLUTION when the favourite by spread is not the one by chance, or there is none.
 */
export function marginModelFrom(spread: number, homeWin: number): MarginModel {
  checkFinite('spread', spread);
  check('homeWin', homeWin, homeWin > 0 && homeWin < 1, 'must be in (0, 1)');
  const sigma = -spread / normalQuantile(homeWin);
  if (!(sigma > 0 && sigma < Infinity)) {
    throw new InputError(
      'NO_SOLUTION',
      'homeWin',
      homeWin,
      'must have the favourite of the spread',
    );
  }
  return { mu: -spread, sigma };
}

export type TotalModel = Readonly<{ mean: number; sd: number }>;

/** P(final points > line) with `points` on the board at `elapsed`. */
export function totalOverChance(
  { mean, sd }: TotalModel,
  line: number,
  { points, elapsed }: Readonly<{ points: number; elapsed: number }> = { points: 0, elapsed: 0 },
): number {
  checkFinite('mean', mean);
  checkDeviation('sd', sd);
  checkFinite('line', line);
  checkFinite('points', points);
  checkElapsed(elapsed);
  return chanceAboveZero(points + (1 - elapsed) * mean - line, sd * Math.sqrt(1 - elapsed));
}
