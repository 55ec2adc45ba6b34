import { CUSTOMER_KINDS, type SeededSeason } from '#risk/simulator/mod.ts';

/** What must hold for the figures to mean anything. */
export function seasonChecks(runs: readonly SeededSeason[]): Readonly<Record<string, boolean>> {
  const seasons = runs.flatMap((run) => Object.values(run.seasons));
  const near = (left: number, right: number): boolean =>
    Math.abs(left - right) <= 1e-6 * Math.max(1, Math.abs(left), Math.abs(right));
  return {
    kindsAddUpToTheSeason: seasons.every(({ byKind, profit, staked }) => {
      const sum = (field: 'staked' | 'profit'): number =>
        CUSTOMER_KINDS.reduce((all, kind) => all + byKind[kind][field], 0);
      return near(sum('staked'), staked) && near(sum('profit'), profit);
    }),
    pathEndsAtTheProfit: seasons.every(({ path, profit }) => near(path.at(-1) ?? 0, profit)),
    staticRefusesNothing: runs.every((run) => (run.seasons.static?.refusedShare ?? 0) === 0),
    arbitrageursCame: runs.some((run) => (run.seasons.ladder?.byKind.arbitrageur.staked ?? 0) > 0),
  };
}
