import { FixtureWatch, type IntegrityAlert } from './alerts.ts';
import { SelectionTrack } from './selection-track.ts';
import { thresholdFor } from './threshold.ts';
import { BEFORE_MATCH, leastPast, type WatchRules } from './watch-rules.ts';

/** Bets on one selection in one stretch of time, and their mean odds. */
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
  /** Stretches in which the match itself moved its prices, by a goal, say: prices are compared with those after it. */
  moved?: readonly number[];
  /** Long over, with nothing found: what is usual, and how far the usual strays, comes from these. */
  isPast: boolean;
}>;

/** The flow that alerts are for, as a multiple of the usual one. */
const MULTIPLE = 2.5;
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

type Played = Readonly<{ flows: Flows; usual: Usual; rules: WatchRules }>;

/** The stretches of one fixture, one after the other, through a watch with this threshold. */
function play(
  { fixtureId, steps, moved = [] }: WatchedFixture,
  { flows, usual, rules, threshold }: Played & Readonly<{ threshold: number }>,
): Readonly<{ highest: number; alerts: readonly IntegrityAlert[] }> {
  const { memory, dispersion } = rules;
  const watch = new FixtureWatch(fixtureId, { multiple: MULTIPLE, threshold, dispersion });
  const own = new Map((flows.get(fixtureId) ?? []).map((flow) => [keyOf(flow), flow]));
  const names = [...new Set([...own.values()].map(({ selection }) => selection))];
  const tracks = names.map((selection) => new SelectionTrack(selection, rules));
  let [allBets, allUsual] = [0, 0];
  const alerts: IntegrityAlert[] = [];
  for (let step = 0; step < steps; step += 1) {
    const isSettling = moved.some((at) => at <= step && step < at + rules.settle);
    allBets *= memory;
    allUsual *= memory;
    for (const track of tracks) {
      const key = keyOf({ selection: track.selection, step });
      const mean = (usual.bets.get(key) ?? 0) / usual.count;
      const flow = own.get(key);
      track.see(mean, flow, { isMoved: moved.includes(step), isSettling });
      allBets += flow?.bets ?? 0;
      allUsual += mean;
    }
    const stretch = tracks.map((track) => track.flowBeside(allBets, allUsual));
    // What crowds turn to after a goal is learnt and not judged.
    alerts.push(...watch.see(isSettling ? [] : stretch));
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
  rules: WatchRules = BEFORE_MATCH,
): readonly IntegrityAlert[] | undefined {
  const past = fixtures.filter(({ isPast }) => isPast);
  const { budget } = rules;
  if (past.length < leastPast(budget)) return undefined;
  const flows = Map.groupBy(steps, ({ fixtureId }) => fixtureId);
  const usual = usualOf(past, flows);
  const played = { flows, usual, rules };
  const threshold = thresholdFor(
    past.map((fixture) => play(fixture, { ...played, threshold: Infinity }).highest),
    budget,
  );
  return fixtures
    .filter(({ isPast }) => !isPast)
    .flatMap((fixture) => play(fixture, { ...played, threshold }).alerts);
}
