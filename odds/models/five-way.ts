import type { Specifiers } from '#contracts/mod.ts';
import type { Definition, Scenario, Settled } from '#markets/mod.ts';

/** Chances of the five results of one outcome; they sum to the mass of the scenarios. */
export type FiveWay = Readonly<{
  lose: number;
  halfLose: number;
  push: number;
  halfWin: number;
  win: number;
}>;

/** Share of the stake that wins, that is lost; the rest comes back. */
const split = (settled: Settled): keyof FiveWay | Readonly<{ share: number }> => {
  switch (settled) {
    case 'won':
      return 'win';
    case 'half-won':
      return 'halfWin';
    case 'void':
      return 'push';
    case 'half-lost':
      return 'halfLose';
    case 'lost':
      return 'lose';
    default:
      return { share: settled.places / settled.tied };
  }
};

/**
 * The expectation of a market under a list of scenarios: per outcome the chances of its results, in the
 * order of the market's outcomes. A dead heat wins with its share of the stake and loses the rest.
 */
export function fiveWayOf<Facts>(
  { outcomes, settle }: Pick<Definition<Facts>, 'outcomes' | 'settle'>,
  specifiers: Specifiers,
  scenarios: Iterable<Scenario<Facts>>,
): readonly FiveWay[] {
  const sums = outcomes(specifiers).map(() => ({
    lose: 0,
    halfLose: 0,
    push: 0,
    halfWin: 0,
    win: 0,
  }));
  for (const { facts, chance } of scenarios) {
    if (chance === 0) continue;
    settle(facts, specifiers).forEach((settled, at) => {
      const sum = sums[at];
      if (sum === undefined) return;
      const part = split(settled);
      if (typeof part === 'string') sum[part] += chance;
      else {
        sum.win += chance * part.share;
        sum.lose += chance * (1 - part.share);
      }
    });
  }
  return sums;
}

/**
 * The chance that makes 1/chance the fair price: stake-weighted win W against loss L, pushes dropped,
 * so that W × (odds − 1) = L. Undefined when the outcome can neither win nor lose.
 */
export function fairChance(chances: FiveWay): number | undefined {
  const win = chances.win + chances.halfWin / 2;
  const lose = chances.lose + chances.halfLose / 2;
  const decided = win + lose;
  return decided > 0 ? win / decided : undefined;
}
