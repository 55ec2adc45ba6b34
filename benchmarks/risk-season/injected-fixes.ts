import { seededRandom, type Random } from '#platform/mod.ts';
import {
  FALSE_ALARM_BUDGET,
  FixtureWatch,
  thresholdFor,
  type SelectionFlow,
} from '#risk/integrity/mod.ts';

import { bar, type Bar } from '../report/report.ts';

const SELECTIONS = 12;
const STEPS = 48;
const MULTIPLE = 2.5;
/** A fix multiplies the flow on one selection for its last quarter, while the price shortens. */
const FIX = { from: 36, multiple: 5, shortened: 0.8 };

/** Flow that is rougher than the Poisson law: each selection and each stretch has its own mood. */
function playFixture(random: Random, watch: FixtureWatch, fixed: boolean): boolean {
  const popular = Array.from({ length: SELECTIONS }, () => 0.5 + 6 * random.next() ** 2);
  let alerted = false;
  for (let step = 0; step < STEPS; step += 1) {
    const mood = Math.exp(random.normal(0, 0.15));
    const flows = popular.map((usual, at): SelectionFlow => {
      const isFix = fixed && at === 0 && step >= FIX.from;
      const odds = { oddsUsual: 2.5, oddsNow: isFix ? 2.5 * FIX.shortened : 2.5 };
      const baseline = usual * (0.5 + step / STEPS);
      const rough = Math.exp(random.normal(0, 0.25));
      const bets = random.poisson(baseline * mood * rough * (isFix ? FIX.multiple : 1));
      return { selection: `selection-${at}`, bets, baseline, ...odds };
    });
    if (watch.see(flows).length > 0) alerted = true;
  }
  return alerted;
}

/** False alarms on fixtures that did not make the threshold, and fixes found. */
export function injectedFixes(fixtures: number): Readonly<{
  metrics: Readonly<Record<string, number>>;
  bars: readonly Bar[];
}> {
  const random = seededRandom('injected-fixes');
  const highest = Array.from({ length: fixtures }, () => {
    const watch = new FixtureWatch('clean', { multiple: MULTIPLE, threshold: Infinity });
    playFixture(random, watch, false);
    return watch.highest;
  });
  // Half the budget, because the other half is what a threshold from so few fixtures may be off by.
  const threshold = thresholdFor(highest, FALSE_ALARM_BUDGET / 2);
  const test = { multiple: MULTIPLE, threshold };
  const share = (fixed: boolean, count: number): number => {
    let alerts = 0;
    for (let at = 0; at < count; at += 1) {
      if (playFixture(random, new FixtureWatch('next', test), fixed)) alerts += 1;
    }
    return alerts / count;
  };
  const [wrong, found] = [share(false, fixtures), share(true, Math.ceil(fixtures / 10))];
  return {
    metrics: { integrityThreshold: test.threshold, fixesFound: found, falseAlarms: wrong },
    bars: [
      bar('alerts in 1,000 clean fixtures', 1_000 * wrong, '<=', 1),
      bar('fixes found, %', 100 * found, '>=', 80),
    ],
  };
}
