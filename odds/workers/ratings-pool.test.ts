import { afterAll, describe, expect, it } from 'vitest';

import { InputError } from '#contracts/mod.ts';

import {
  fitRatings,
  walkForward,
  type Progress,
  type RatingsSpec,
  type WalkForward,
} from '../ratings/mod.ts';
import { drawStrengths, simulateSeasons } from '../ratings/testing/league.ts';
import { createRatingsPool } from './ratings-pool.ts';

const matches = simulateSeasons('pool/goals', drawStrengths('pool', 10), 3);
const SPECS: readonly RatingsSpec[] = [
  { system: 'dixon-coles', options: { rho: 'fitted' } },
  { system: 'elo' },
  { system: 'pi' },
  { system: 'base-rates' },
];
const plan: WalkForward = {
  spec: { system: 'dixon-coles' },
  matches,
  fromDay: 365,
  toDay: 1095,
  refitDays: 7,
};
/** Hours of work, unless somebody stops it. */
const endless: WalkForward = {
  ...plan,
  matches: Array.from({ length: 400 }, (_, year) =>
    matches.map((match) => ({ ...match, day: match.day + 1095 * year })),
  ).flat(),
  toDay: Infinity,
  refitDays: 1,
};

describe('the ratings pool', () => {
  const pool = createRatingsPool(2);
  afterAll(() => pool.close());

  // Equality of numbers is Object.is here: the same bits.
  it.each(SPECS)('fits and walks as inline, bit for bit: $system', async (spec) => {
    const fitted = await pool.fit({ spec, matches, asOfDay: 800 });
    expect(fitted).toStrictEqual(fitRatings(spec, matches, 800));
    const warm = await pool.fit({ spec, matches, asOfDay: 807, previous: fitted });
    expect(warm).toStrictEqual(fitRatings(spec, matches, 807, fitted));
    const walked = await pool.walkForward({ ...plan, spec });
    expect(walked).toStrictEqual(walkForward({ ...plan, spec }));
  });

  it('tells all progress, in order, before it answers', async () => {
    const inline: Progress[] = [];
    walkForward(plan, (progress) => inline.push(progress));
    const told: Progress[] = [];
    await pool.walkForward(plan, { onProgress: (progress) => told.push(progress) });
    expect(told).toEqual(inline);
    expect(told.length).toBeGreaterThan(50);
  });

  it('stops at once when told to, running or waiting, and goes on with the next job', async () => {
    const controllers = [1, 2, 3].map(() => new AbortController());
    let started = 0;
    const running = controllers.map(({ signal }) =>
      pool.walkForward(endless, {
        signal,
        onProgress: ({ done }) => {
          if (done === 0) started += 1;
          // Two threads: the third job waits.
          if (started === 2) controllers.forEach((controller) => controller.abort());
        },
      }),
    );
    for (const outcome of await Promise.allSettled(running)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'AbortError' } });
    }
    expect(started).toBe(2);
    await expect(pool.fit({ spec: { system: 'elo' }, matches, asOfDay: 50 })).resolves.toBeTruthy();
  });

  it('does not begin what was stopped before', async () => {
    const signal = AbortSignal.abort();
    await expect(pool.walkForward(endless, { signal })).rejects.toThrow();
    await expect(
      pool.fit({ spec: { system: 'pi' }, matches, asOfDay: 9 }, signal),
    ).rejects.toThrow();
  });

  it('refuses bad input with the error of the fit', async () => {
    const job = { spec: { system: 'elo', options: { k: -1 } }, matches, asOfDay: 9 } as const;
    const inline = (): unknown => fitRatings(job.spec, matches, 9);
    await expect(pool.fit(job)).rejects.toThrow(InputError);
    const error: unknown = await pool.fit(job).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'NUMBER_INVALID', field: 'options.k', value: -1 });
    expect(inline).toThrow((error as InputError).message);
    await expect(pool.walkForward({ ...plan, refitDays: 0 })).rejects.toThrow(InputError);
  });
});
