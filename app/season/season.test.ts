import { describe, expect, test } from 'vitest';

import { seededRandom } from '#platform/mod.ts';
import { POLICY_NAMES, type SeasonFigures } from '#risk/simulator/mod.ts';

import { FIGURES } from './assumptions.ts';
import { drawMatch } from './draw-match.ts';
import { findingsOf } from './findings.ts';
import { playSeason, type SeasonPlan } from './play-season.ts';
import { reportPage, reportText } from './report-page.ts';
import { runSeasons } from './run-seasons.ts';
import { seasonSetting } from './season-board.ts';
import { LIVE_PARAMETERS } from '#odds/mod.ts';

const PLAN: SeasonPlan = {
  seed: 4_242,
  matches: 3,
  elasticities: [3],
  policies: POLICY_NAMES,
  figures: FIGURES,
};
const always = (): boolean => true;

const seasonsOf = (plan: SeasonPlan) => {
  const [run] = playSeason(plan, always) ?? [];
  if (run === undefined) throw new Error('the season was ended');
  return run.seasons as Readonly<Record<string, SeasonFigures>>;
};

describe('a simulated season', () => {
  const seasons = seasonsOf(PLAN);

  test('is the same for the same seed, and another for another', () => {
    expect(seasonsOf(PLAN)).toEqual(seasons);
    expect(seasonsOf({ ...PLAN, seed: 4_243 })['static']).not.toEqual(seasons['static']);
  });

  test('does not depend on which other policies are played', () => {
    const alone = seasonsOf({ ...PLAN, policies: ['joint'] });
    expect(alone['joint']).toEqual(seasons['joint']);
  });

  test('is sold by every policy, and only caps refuse', () => {
    for (const policy of POLICY_NAMES) expect(seasons[policy]?.bets).toBeGreaterThan(500);
    for (const policy of ['static', 'lmsr', 'ladder'] as const)
      expect(seasons[policy]?.refusedShare).toBe(0);
  });

  test('with tiny caps is mostly refused, and what is lost stays within them', () => {
    const figures = { ...FIGURES, worstCapMinor: 10_000 };
    const { 'static-capped': capped } = seasonsOf({
      ...PLAN,
      policies: ['static-capped'],
      figures,
    });
    expect(capped?.refusedShare).toBeGreaterThan(0.3);
    expect(capped?.cvar99).toBeLessThanOrEqual(10_000 + 1);
  });

  test('ends when it is told to', () => {
    expect(playSeason(PLAN, (match) => match < 2)).toBeUndefined();
  });
});

describe('a drawn match', () => {
  const setting = seasonSetting();
  const truth = { lambda: 1.4, mu: 1.1, parameters: LIVE_PARAMETERS };
  const matches = Array.from({ length: 12 }, (_, at) =>
    drawMatch(seededRandom(`drawn-${at}`), setting, truth),
  );

  test('has chances that sum to 1 at every moment, and a result that was possible at all of them', () => {
    for (const { moments, result } of matches) {
      for (const { moment } of moments) {
        for (const vector of [moment.truth, moment.house, moment.consensus]) {
          expect(vector.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
        }
        expect(moment.truth[result]).toBeGreaterThan(0);
      }
    }
  });

  test('begins before the match, and goes on in play in the order of time', () => {
    for (const { moments } of matches) {
      const minutes = moments.map(({ moment }) => moment.minute);
      expect(minutes).toEqual(minutes.toSorted((left, right) => left - right));
      expect(moments.map(({ moment }) => moment.inPlay)).toEqual(moments.map((_, at) => at > 0));
    }
  });
});

describe('seasons in threads', () => {
  const run = { ...PLAN, seeds: [1, 2], policies: ['static'] as const, threads: 2 };

  test('are what they are without', { timeout: 60_000 }, async () => {
    const counts: number[] = [];
    const runs = await runSeasons(run, { progress: (played) => counts.push(played) });
    expect(counts).toEqual([1, 2, 3, 4, 5, 6]);
    expect(runs.map(({ seed }) => seed)).toEqual([1, 2]);
    expect(runs[1]?.seasons.static).toEqual(
      seasonsOf({ ...PLAN, seed: 2, policies: ['static'] })['static'],
    );
  });

  test('end when they are cancelled', { timeout: 60_000 }, async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const ended = runSeasons(
      { ...run, matches: 1_000 },
      { progress: () => controller.abort(reason), signal: controller.signal },
    );
    await expect(ended).rejects.toBe(reason);
  });
});

describe('the report of a season', () => {
  const runs = [1, 2].flatMap((seed) => playSeason({ ...PLAN, seed }, always) ?? []);
  const page = reportPage({ matches: 3, seeds: [1, 2] }, findingsOf(runs));

  test('draws both plots with words for those who do not see them', () => {
    expect(page.match(/<svg viewBox="0 0 640/gu)).toHaveLength(2);
    expect(page).toContain('<title>Hold without luck against CVaR99, elasticity 3</title>');
    expect(page.match(/<polyline/gu)).toHaveLength(POLICY_NAMES.length);
    expect(page.match(/<circle/gu)).toHaveLength(POLICY_NAMES.length);
    expect(page).not.toMatch(/NaN|Infinity|undefined/u);
  });

  test('says the comparison in words, on the page and in text', () => {
    const text = reportText(findingsOf(runs)).join('\n');
    for (const report of [page, text]) {
      expect(report).toMatch(/Against the static book: variance [-\d.]+ \(/u);
      expect(report).toContain('Joint exposure (ours)');
    }
  });

  test('of one policy compares nothing', () => {
    const alone = playSeason({ ...PLAN, policies: ['joint'] }, always) ?? [];
    expect(reportText(findingsOf(alone)).join('\n')).not.toContain('Against');
  });
});
