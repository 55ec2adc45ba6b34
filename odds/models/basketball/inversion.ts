import { InputError, type MarketIdentity } from '#contracts/mod.ts';
import { fairChance } from '../five-way.ts';
import { normalQuantile } from '../numeric/normal.ts';
import type { BasketballModel } from './model.ts';
import { basketballOutlook, type BasketballOutlook } from './scenarios.ts';
import { tipOff } from './state.ts';

/** A line in points and the fair chance (pushes dropped) of the side that it is named from. */
export type PricedSpread = Readonly<{ line: number; home: number }>;
export type PricedTotal = Readonly<{ line: number; over: number }>;

/** Fair prices of a game, overtime included. */
export type BasketballPrices = Readonly<{
  spread: PricedSpread;
  total: PricedTotal;
  /** The chance that home wins. With a spread that is not 0 it says how wide the margin is. */
  moneyline?: number;
  /** A second total line, which says how wide the total is. */
  secondTotal?: PricedTotal;
}>;

const MAX_ROUNDS = 40;
const TOLERANCE = 1e-10;
const LEAST_WIDTH = 4;

/** One equation: the model's chance of a market must be `chance`. */
type Target = Readonly<{ market: MarketIdentity; chance: number; line: number }>;

const spreadTarget = ({ line, home }: PricedSpread): Target => ({
  market: { type: 'basketball-spread', specifiers: { line: String(line) } },
  chance: home,
  line,
});
const moneylineTarget = (chance: number): Target => ({
  market: { type: 'basketball-moneyline', specifiers: {} },
  chance,
  line: 0,
});
/** Over a total is a spread given away: the total minus the line is above nought. */
const totalTarget = ({ line, over }: PricedTotal): Target => ({
  market: { type: 'basketball-total', specifiers: { line: String(line) } },
  chance: over,
  line: -line,
});

const chanceIn = (outlook: BasketballOutlook, { market }: Target): number => {
  const [first] = outlook.chances(market);
  return (first === undefined ? undefined : fairChance(first)) ?? NaN;
};

type Normal = Readonly<{ mean: number; deviation: number }>;

/**
 * The normal law under which each target has its chance, its own quantile corrected by what the model's
 * rounding and overtime change at the present law. One target moves the mean, two the deviation as well.
 */
function corrected(targets: readonly Target[], now: Normal, outlook: BasketballOutlook): Normal {
  const heights = targets.map((target) => {
    const found = normalQuantile(chanceIn(outlook, target));
    const plain = (now.mean + target.line) / now.deviation;
    return normalQuantile(target.chance) + plain - found;
  });
  const [first, second] = targets;
  const [height = NaN, other = NaN] = heights;
  if (first === undefined) return now;
  if (second === undefined) return { ...now, mean: now.deviation * height - first.line };
  const deviation = (first.line - second.line) / (height - other);
  return { mean: deviation * height - first.line, deviation };
}

const misfit = (targets: readonly Target[], outlook: BasketballOutlook): number =>
  Math.max(...targets.map((target) => Math.abs(chanceIn(outlook, target) - target.chance)));

function check(targets: readonly Target[], fields: readonly string[]): void {
  targets.forEach(({ chance }, at) => {
    if (chance >= 0.001 && chance <= 0.999) return;
    const why = 'must be in [0.001, 0.999]';
    throw new InputError('NUMBER_INVALID', fields[at] ?? '', chance, why);
  });
}

const noSolution = (field: string, value: unknown): InputError =>
  new InputError('NO_SOLUTION', field, value, 'must be prices that some model of a game gives');

/** A law outside these bounds is that of no game: the prices do not fit together. */
const isSound = ({ mean, deviation }: Normal): boolean =>
  Number.isFinite(mean) && deviation >= LEAST_WIDTH && deviation <= 60;

/**
 * The model of a game that has these fair prices before it begins. Spread and moneyline give mu and sigma
 * (Polson & Stern 2015), two totals give mean and deviation; what is not given is taken from `start`. The
 * prices are those of the lists of scenarios, overtime and rounding included, not of the normal law.
 * @throws InputError NUMBER_INVALID when a chance is out of range, SPECIFIER_INVALID when a line is,
 * NO_SOLUTION when no model has these prices, as when a favourite by spread is not one by moneyline.
 */
export function basketballModelFrom(
  prices: BasketballPrices,
  start: BasketballModel,
): BasketballModel {
  const { spread, total, moneyline, secondTotal } = prices;
  const margins = [
    spreadTarget(spread),
    ...(moneyline === undefined ? [] : [moneylineTarget(moneyline)]),
  ];
  const totals = [total, ...(secondTotal === undefined ? [] : [secondTotal])].map(totalTarget);
  check(margins, ['spread.home', 'moneyline']);
  check(totals, ['total.over', 'secondTotal.over']);
  let margin: Normal = { mean: -spread.line, deviation: start.margin.sigma };
  let sum: Normal = { mean: total.line, deviation: start.total.sd };
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const model: BasketballModel = {
      ...start,
      margin: { mu: margin.mean, sigma: margin.deviation },
      total: { mean: sum.mean, sd: sum.deviation },
    };
    const outlook = basketballOutlook(model, tipOff(model));
    if (misfit([...margins, ...totals], outlook) < TOLERANCE) return model;
    margin = corrected(margins, margin, outlook);
    sum = corrected(totals, sum, outlook);
    if (!isSound(margin)) throw noSolution('moneyline', moneyline ?? spread.home);
    if (!isSound(sum)) throw noSolution('secondTotal', secondTotal ?? total);
  }
  throw noSolution('prices', prices);
}
