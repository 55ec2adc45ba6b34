import { tailRisk } from '../formulas/mod.ts';
import { CUSTOMER_KINDS, type CustomerKind } from './customers.ts';
import type { KindFigures, MatchFigures } from './play-match.ts';

/** A season of one policy, in minor units; what is by match has one entry for each match in order. */
export type SeasonFigures = Readonly<{
  matches: number;
  bets: number;
  staked: number;
  profit: number;
  /** Profit over stakes. */
  hold: number;
  /** The same of the profit that was to be expected: without luck. */
  expectedHold: number;
  /** Of the profit of a match. */
  variance: number;
  sd: number;
  /** Mean loss of the worst 1 % of matches. */
  cvar99: number;
  /** The deepest fall of the running profit from its highest point. */
  maxDrawdown: number;
  /** Stakes refused over stakes asked. */
  refusedShare: number;
  byKind: Readonly<Record<CustomerKind, KindFigures>>;
  /** The running profit after each match. */
  path: readonly number[];
}>;

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** @throws RangeError for fewer than two matches, which have no variance. */
export function seasonFigures(matches: readonly MatchFigures[]): SeasonFigures {
  if (matches.length < 2) throw new RangeError('A season has at least two matches.');
  const profits = matches.map(({ profit }) => profit);
  const [staked, profit] = [sumOf(matches.map((match) => match.staked)), sumOf(profits)];
  const refused = sumOf(matches.map((match) => match.refused));
  const mean = profit / profits.length;
  const variance = sumOf(profits.map((one) => (one - mean) ** 2)) / (profits.length - 1);
  const p = 1 / profits.length;
  const { path, maxDrawdown } = runningProfit(profits);
  return {
    matches: matches.length,
    bets: sumOf(matches.map(({ bets }) => bets)),
    staked,
    profit,
    hold: staked > 0 ? profit / staked : 0,
    expectedHold: staked > 0 ? sumOf(matches.map(({ expected }) => expected)) / staked : 0,
    variance,
    sd: Math.sqrt(variance),
    cvar99: tailRisk(
      profits.map((one) => ({ loss: -one, p })),
      0.99,
    ).cvar,
    maxDrawdown,
    refusedShare: staked + refused > 0 ? refused / (staked + refused) : 0,
    byKind: Object.fromEntries(
      CUSTOMER_KINDS.map((kind) => [
        kind,
        {
          staked: sumOf(matches.map(({ byKind }) => byKind[kind].staked)),
          profit: sumOf(matches.map(({ byKind }) => byKind[kind].profit)),
        },
      ]),
    ) as Record<CustomerKind, KindFigures>,
    path,
  };
}

function runningProfit(profits: readonly number[]) {
  let [running, highest, maxDrawdown] = [0, 0, 0];
  const path = profits.map((profit) => {
    running += profit;
    highest = Math.max(highest, running);
    maxDrawdown = Math.max(maxDrawdown, highest - running);
    return running;
  });
  return { path, maxDrawdown };
}
