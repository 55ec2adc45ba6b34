import { seededRandom, type Random } from '#platform/mod.ts';
import { IN_PLAY, watchFixtures, type StepFlow, type WatchedFixture } from '#risk/integrity/mod.ts';

import { bar, type Bar } from '../report/report.ts';

const SELECTIONS = 8;
const STEPS = 24;
const GOALS_A_STEP = 2.7 / STEPS;
/** On one selection in one stretch. */
const MOST_BETS = 500;
/** As many clean matches as the engine compares with at most. */
const PAST = 4_000;
/** Somebody who knows the end backs one outcome from some stretch on; the price shortens and no goal says why. */
const FIX = { earliest: 6, steps: 8, multiple: 8, shortened: 0.8 };

/** A match in play: the crowd rushes in after goals and turns to other outcomes, and prices jump; popularity differs tenfold. */
function playMatch(random: Random, fixtureId: string, isFixed: boolean) {
  const size = Math.exp(random.normal(0, 0.6));
  const from = isFixed ? FIX.earliest + random.int(STEPS - FIX.earliest - FIX.steps) : Infinity;
  const state = Array.from({ length: SELECTIONS }, (_, at) => ({
    liking: 3 / (1 + at / 2),
    odds: 2 + at / 2,
  }));
  const moved: number[] = [];
  const flows: StepFlow[] = [];
  let rush = 1;
  for (let step = 0; step < STEPS; step += 1) {
    const isGoal = random.next() < GOALS_A_STEP;
    if (isGoal) moved.push(step);
    rush = isGoal ? 2.5 : 1 + (rush - 1) / 3;
    const mood = Math.exp(random.normal(0, 0.2));
    state.forEach((own, at) => {
      if (isGoal) {
        own.odds = Math.max(1.05, 1 + (own.odds - 1) * Math.exp(random.normal(0, 0.5)));
        own.liking *= Math.exp(random.normal(0, 0.25));
      }
      // The clock moves prices, too.
      own.odds = Math.max(
        1.02,
        own.odds * Math.exp(random.normal(at % 2 === 0 ? 0.02 : -0.02, 0.02)),
      );
      const isFix = at === 0 && step >= from && step < from + FIX.steps;
      const rough = Math.exp(random.normal(0, 0.2));
      const mean = size * own.liking * rush * mood * rough * (isFix ? FIX.multiple : 1);
      const bets = random.poisson(Math.min(MOST_BETS, mean));
      const odds = Math.max(1.02, own.odds * (isFix ? FIX.shortened : 1));
      if (bets > 0)
        flows.push({ fixtureId, selection: `selection-${String(at)}`, step, bets, odds });
    });
  }
  return { moved, flows };
}

function world(
  random: Random,
  count: number,
  { isPast, isFixed }: Readonly<{ isPast: boolean; isFixed: boolean }>,
) {
  const fixtures: WatchedFixture[] = [];
  const flows: StepFlow[] = [];
  for (let at = 0; at < count; at += 1) {
    const fixtureId = `${isPast ? 'past' : isFixed ? 'fixed' : 'clean'}-${String(at)}`;
    const match = playMatch(random, fixtureId, isFixed);
    fixtures.push({ fixtureId, steps: STEPS, isPast, moved: match.moved });
    flows.push(...match.flows);
  }
  return { fixtures, flows };
}

/** A threshold from some past is a little too high or too low: so many pasts. */
const PASTS = 4;

/** Alerts in play in matches in which nothing is wrong, and fixes found, with what the engine compares with and its rules. */
export function inPlayFixes(matches: number): Readonly<{
  metrics: Readonly<Record<string, number>>;
  bars: readonly Bar[];
}> {
  let [wrong, found] = [0, 0];
  const [clean, fixed] = [Math.ceil(matches / PASTS), Math.ceil(matches / PASTS / 10)];
  for (let round = 0; round < PASTS; round += 1) {
    const random = seededRandom(`in-play-fixes/${String(round)}`);
    const past = world(random, PAST, { isPast: true, isFixed: false });
    const alerted = (count: number, isFixed: boolean): number => {
      const next = world(random, count, { isPast: false, isFixed });
      const fixtures = [...past.fixtures, ...next.fixtures];
      const alerts = watchFixtures(fixtures, [...past.flows, ...next.flows], IN_PLAY) ?? [];
      return new Set(alerts.map(({ fixtureId }) => fixtureId)).size;
    };
    wrong += alerted(clean, false) / (PASTS * clean);
    found += alerted(fixed, true) / (PASTS * fixed);
  }
  return {
    metrics: { inPlayFixesFound: found, inPlayFalseAlarms: wrong },
    bars: [
      bar('alerts in play in 1,000 clean matches', 1_000 * wrong, '<=', 1),
      bar('fixes in play found, %', 100 * found, '>=', 80),
    ],
  };
}
