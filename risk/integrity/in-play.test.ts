import { describe, expect, it } from 'vitest';

import { seededRandom, type Random } from '#platform/mod.ts';

import { SelectionTrack } from './selection-track.ts';
import { watchFixtures, type StepFlow, type WatchedFixture } from './watch-fixtures.ts';
import { BEFORE_MATCH, IN_PLAY, leastPast, type WatchRules } from './watch-rules.ts';

const STEPS = 24;
const SELECTIONS = 5;
const RULES: WatchRules = { ...IN_PLAY, budget: 0.005 };

/** A match whose crowd rushes in with a goal at a step and turns to other things; `extra` bets more on the first selection. */
function playMatch(
  random: Random,
  fixtureId: string,
  { goal, extra = 1 }: Readonly<{ goal: number; extra?: number }>,
): readonly StepFlow[] {
  const size = 0.5 + 2 * random.next();
  const likings = Array.from({ length: SELECTIONS }, () => Math.exp(random.normal(0, 0.4)));
  const prices = Array.from({ length: SELECTIONS }, () => Math.exp(random.normal(0, 0.5)));
  return Array.from({ length: STEPS }, (_, step) => step).flatMap((step) =>
    likings.map((liking, at): StepFlow => {
      const isAfter = step >= goal;
      const rush = step === goal ? 3 : 1;
      const isFix = at === 0 && step >= 16 && step < 22;
      const mean = 3 * size * rush * (isAfter ? liking : 1) * (isFix ? extra : 1);
      const odds = 1 + 1.5 * (isAfter ? (prices[at] ?? 1) : 1) * (isFix && extra > 1 ? 0.8 : 1);
      return {
        fixtureId,
        selection: `market/${String(at)}`,
        step,
        bets: random.poisson(mean),
        odds,
      };
    }),
  );
}

function world(past: number, open: number, extra: number) {
  const random = seededRandom('in-play');
  const fixtures: WatchedFixture[] = [];
  const flows: StepFlow[] = [];
  for (let at = 0; at < past + open; at += 1) {
    const [fixtureId, goal, isPast] = [`match-${String(at)}`, random.int(STEPS), at < past];
    flows.push(...playMatch(random, fixtureId, { goal, extra: isPast ? 1 : extra }));
    fixtures.push({ fixtureId, steps: STEPS, isPast, moved: [goal] });
  }
  return { fixtures, flows };
}

const alerted = (extra: number, rules = RULES): ReadonlySet<string> => {
  const { fixtures, flows } = world(600, 200, extra);
  const alerts = watchFixtures(fixtures, flows, rules) ?? [];
  return new Set(alerts.map(({ fixtureId }) => fixtureId));
};

describe('the watch over bets in play', () => {
  it('finds most matches on one outcome of which six times the usual is bet', () => {
    expect(alerted(6).size).toBeGreaterThanOrEqual(160);
  });

  it('leaves alone matches whose goals move prices and turn the crowd', () => {
    // One in the mean; six would have a chance of 1 in 1,600.
    expect(alerted(1).size).toBeLessThanOrEqual(6);
  });

  it('finds more than the rules of before the match would, which hold a goal against the crowd', () => {
    const before = alerted(6, { ...BEFORE_MATCH, budget: RULES.budget });
    expect(before.size).toBeLessThan(alerted(6).size);
  });

  it('has half of the budget, and asks for so many matches', () => {
    expect(leastPast(IN_PLAY.budget)).toBe(1_999);
    expect(leastPast(BEFORE_MATCH.budget)).toBe(999);
    const { fixtures, flows } = world(198, 1, 6);
    expect(watchFixtures(fixtures, flows, RULES)).toBeUndefined();
  });
});

describe('one selection', () => {
  const still = { isMoved: false, isSettling: false };
  const moved = { isMoved: true, isSettling: true };
  const run = (
    track: SelectionTrack,
    list: readonly (readonly [bets: number, odds: number, isMoved?: true])[],
  ) =>
    list.map(([bets, odds, isMoved]) => {
      track.see(4, { bets, odds }, isMoved === true ? moved : still);
      // Everything else draws what is usual.
      return track.flowBeside(40 + bets, 44);
    });

  it('is held to what it drew itself, but not within the lag', () => {
    const track = new SelectionTrack('s', { ...IN_PLAY, memory: 0, prior: 4, lag: 3 });
    const flows = run(track, [
      [12, 2],
      [12, 2],
      [12, 2],
      [12, 2],
      [12, 2],
    ]);
    const baselines = flows.map(({ baseline }) => baseline);
    expect(baselines.slice(0, 3).every((baseline) => baseline === baselines[0])).toBe(true);
    expect(baselines[3]).toBeGreaterThan(baselines[2] ?? 0);
    expect(baselines[4]).toBeGreaterThan(baselines[3] ?? 0);
  });

  it('compares its price with that of three stretches before, and never with one from before a goal', () => {
    const track = new SelectionTrack('s', IN_PLAY);
    const flows = run(track, [
      [1, 3],
      [1, 2.8],
      [1, 2.6],
      [1, 2.4],
      [1, 2.2],
      [1, 1.2, true],
      [1, 1.3],
      [1, 1.25],
    ]);
    expect(flows.map(({ oddsUsual }) => oddsUsual)).toEqual([3, 3, 3, 3, 2.8, 1.2, 1.3, 1.3]);
  });

  it('without a bet is at its last price', () => {
    const track = new SelectionTrack('s', IN_PLAY);
    run(track, [[1, 3]]);
    track.see(4, undefined, still);
    expect(track.flowBeside(40, 44)).toMatchObject({ bets: 0, oddsNow: 3, oddsUsual: 3 });
    expect(new SelectionTrack('t', IN_PLAY).flowBeside(0, 0).baseline).toBeGreaterThan(0);
  });
});
