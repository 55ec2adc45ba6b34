import { FixtureWatch, type IntegrityAlert, type SelectionFlow } from './alerts.ts';
import { FALSE_ALARM_BUDGET, thresholdFor } from './threshold.ts';

/** Bets before the match on one selection in one stretch of time, and their mean odds. */
export type StepFlow = Readonly<{
  fixtureId: string;
  /** Market and outcome, named alike in every fixture. */
  selection: string;
  /** From 0. */
  step: number;
  bets: number;
  odds: number;
}>;

export type WatchedFixture = Readonly<{
  fixtureId: string;
  /** Stretches that are over. */
  steps: number;
  /** Long over, with nothing found: what is usual, and how far the usual strays, comes from these. */
  isPast: boolean;
}>;

/** The flow that alerts are for, as a multiple of the usual one. */
const MULTIPLE = 2.5;
/** As many bets are usual on anything that hardly anybody backs. */
const LEAST_USUAL = 0.05;
/** A match is at most so many times as popular, or unpopular, as others. */
const MOST_POPULAR = 20;

type Flows = ReadonlyMap<string, readonly StepFlow[]>;
/** Bets of past fixtures, in all: by selection and step, and of everything up to a step. */
type Usual = Readonly<{ count: number; bets: ReadonlyMap<string, number> }>;

const keyOf = ({ selection, step }: Pick<StepFlow, 'selection' | 'step'>): string =>
  `${step} ${selection}`;

function usualOf(past: readonly WatchedFixture[], flows: Flows): Usual {
  const bets = new Map<string, number>();
  for (const { fixtureId } of past) {
    for (const flow of flows.get(fixtureId) ?? []) {
      bets.set(keyOf(flow), (bets.get(keyOf(flow)) ?? 0) + flow.bets);
    }
  }
  return { count: past.length, bets };
}

/** The stretches of one fixture, one after the other, through a watch with this threshold. */
function play(
  { fixtureId, steps }: WatchedFixture,
  { flows, usual, threshold }: Readonly<{ flows: Flows; usual: Usual; threshold: number }>,
): Readonly<{ highest: number; alerts: readonly IntegrityAlert[] }> {
  const watch = new FixtureWatch(fixtureId, { multiple: MULTIPLE, threshold });
  const own = new Map((flows.get(fixtureId) ?? []).map((flow) => [keyOf(flow), flow]));
  const selections = [...new Set([...own.values()].map(({ selection }) => selection))];
  const opening = new Map<string, number>();
  const seen = { bets: new Map<string, number>(), usual: new Map<string, number>() };
  let [allBets, allUsual] = [0, 0];
  const alerts: IntegrityAlert[] = [];
  for (let step = 0; step < steps; step += 1) {
    const stretch = selections.map((selection) => {
      const mean = (usual.bets.get(keyOf({ selection, step })) ?? 0) / usual.count;
      const flow = own.get(keyOf({ selection, step }));
      const bets = flow?.bets ?? 0;
      allBets += bets;
      allUsual += mean;
      seen.bets.set(selection, (seen.bets.get(selection) ?? 0) + bets);
      seen.usual.set(selection, (seen.usual.get(selection) ?? 0) + mean);
      if (flow !== undefined && !opening.has(selection)) opening.set(selection, flow.odds);
      return { selection, mean, bets, odds: flow?.odds };
    });
    alerts.push(
      ...watch.see(
        stretch.map(({ selection, mean, bets, odds }): SelectionFlow => {
          // How popular the match is, by everything but the selection: its own flow must not excuse itself.
          const others = allBets - (seen.bets.get(selection) ?? 0);
          const usualOthers = allUsual - (seen.usual.get(selection) ?? 0);
          const popular = usualOthers > 0 ? others / usualOthers : 1;
          const scale = Math.min(MOST_POPULAR, Math.max(1 / MOST_POPULAR, popular));
          const oddsUsual = opening.get(selection) ?? odds ?? 2;
          const baseline = Math.max(LEAST_USUAL, mean * scale);
          return { selection, bets, baseline, oddsNow: odds ?? oddsUsual, oddsUsual };
        }),
      ),
    );
  }
  return { highest: watch.highest, alerts };
}

/**
 * Alerts for the fixtures that are not past. The past ones say what is usual on each selection at each time, and how
 * high the sums of clean fixtures rise: the threshold keeps false alarms within the budget whatever the crowd is like.
 * Undefined while there are too few of them to keep it.
 */
export function watchFixtures(
  fixtures: readonly WatchedFixture[],
  steps: readonly StepFlow[],
  budget = FALSE_ALARM_BUDGET,
): readonly IntegrityAlert[] | undefined {
  const past = fixtures.filter(({ isPast }) => isPast);
  if (Math.floor(budget * (past.length + 1)) < 1) return undefined;
  const flows = Map.groupBy(steps, ({ fixtureId }) => fixtureId);
  const usual = usualOf(past, flows);
  const clean = { flows, usual, threshold: Infinity };
  const threshold = thresholdFor(
    past.map((fixture) => play(fixture, clean).highest),
    budget,
  );
  return fixtures
    .filter(({ isPast }) => !isPast)
    .flatMap((fixture) => play(fixture, { flows, usual, threshold }).alerts);
}
