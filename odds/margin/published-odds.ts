import { MIN_ODDS, ODDS_SCALE, type Odds } from '#contracts/mod.ts';
import { applyMargin } from './apply.ts';
import { moveTicks, toLadder, type LadderKind, type LadderMode } from './ladder.ts';
import { sumOf, type ApplyMethod } from './methods.ts';

export type PublishRule = Readonly<{
  marginBps: number;
  method?: ApplyMethod;
  ladder?: LadderKind;
  mode?: LadderMode;
}>;

/** 1/odds summed over the offered outcomes; an outcome that is not offered counts with its chance. */
function bookSumOf(odds: readonly (Odds | undefined)[], probabilities: readonly number[]): number {
  return sumOf(
    odds.map((price, at) => (price === undefined ? (probabilities[at] ?? 0) : ODDS_SCALE / price)),
  );
}

/** The offered outcome whose price is furthest above what margin alone would give, by ratio. */
function mostGenerous(odds: readonly (Odds | undefined)[], implied: readonly number[]): number {
  let [found, best] = [-1, 0];
  odds.forEach((price, at) => {
    if (price === undefined || price <= MIN_ODDS) return;
    const ratio = (price / ODDS_SCALE) * (implied[at] ?? 0);
    if (ratio > best) [found, best] = [at, ratio];
  });
  return found;
}

/**
 * Ladder prices of a market from its fair probabilities. An outcome that cannot happen, or whose price
 * would have to be under 1.01, is not offered (undefined). Rounding never takes the book below the
 * fair sum: with `nearest` or `up` the most generous prices are stepped down until it holds again.
 */
export function publishedOdds(
  probabilities: readonly number[],
  rule: PublishRule,
): readonly (Odds | undefined)[] {
  const { marginBps, method = 'odds-ratio', ladder = 'exchange', mode = 'down' } = rule;
  const possible = probabilities.map((p) => p > 0);
  const priced = applyMargin(
    probabilities.filter((p) => p > 0),
    marginBps,
    method,
  ).implied;
  let taken = 0;
  const implied = possible.map((can) => (can ? (priced[taken++] ?? 0) : 0));
  const odds = implied.map((value) =>
    value > 0 && ODDS_SCALE / value >= MIN_ODDS
      ? toLadder(ODDS_SCALE / value, ladder, mode)
      : undefined,
  );
  const fair = sumOf(probabilities);
  while (bookSumOf(odds, probabilities) < fair) {
    const at = mostGenerous(odds, implied);
    const price = odds[at];
    if (price === undefined) break;
    odds[at] = moveTicks(price, ladder, -1);
  }
  return odds;
}
