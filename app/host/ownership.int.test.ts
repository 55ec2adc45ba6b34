import { fc, test as property } from '@fast-check/vitest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { SHARD_COUNT } from '#contracts/mod.ts';
import { ManualClock } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { createOwnership, LEASE_MS, TRUST_MS, type Ownership } from './ownership.ts';

let database: TestDatabase;
let clock: ManualClock;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await database.drop();
});
beforeEach(async () => {
  clock = new ManualClock();
  await database.pool.query(`UPDATE shard SET owner = NULL, epoch = 0, expires_at = '-infinity'`);
});

const ownerOf = (owner: string, wanted?: readonly number[]): Ownership =>
  createOwnership({ pool: database.pool, clock, owner, ...(wanted ? { wanted } : {}) });

/** Lets time go by for the hosts' clocks and, in the same measure, for the leases in PostgreSQL. */
async function pass(ms: number): Promise<void> {
  await clock.advance(ms);
  await database.pool.query(
    'UPDATE shard SET expires_at = expires_at - make_interval(secs => $1::float8 / 1000)',
    [ms],
  );
}

const all = Array.from({ length: SHARD_COUNT }, (_, shard) => shard);
const shardsOf = (ownership: Ownership): readonly number[] =>
  [...ownership.shards().keys()].sort((left, right) => left - right);

describe('claiming', () => {
  it('takes every free shard with its first epoch, and nothing again', async () => {
    const a = ownerOf('a');
    const { gained, lost } = await a.renew();
    expect(gained.map(({ shard }) => shard).sort((left, right) => left - right)).toEqual(all);
    expect(new Set(gained.map(({ epoch }) => epoch))).toEqual(new Set([1]));
    expect(lost).toEqual([]);
    expect(await a.renew()).toEqual({ gained: [], lost: [] });
  });

  it('takes only what is wanted', async () => {
    const low = ownerOf('low', [0, 1, 2]);
    const high = ownerOf('high', [2, 3]);
    await low.renew();
    await high.renew();
    expect([shardsOf(low), shardsOf(high)]).toEqual([[0, 1, 2], [3]]);
  });

  it('shares the shards out between hosts that start at the same moment', async () => {
    const owners = ['a', 'b', 'c', 'd'].map((name) => ownerOf(name));
    await Promise.all(owners.map((owner) => owner.renew()));
    const held = owners.flatMap(shardsOf).sort((left, right) => left - right);
    expect(held).toEqual(all);
  });

  it('after the lease has ended raises the epoch, and the earlier owner learns of its loss', async () => {
    const a = ownerOf('a', [5]);
    const b = ownerOf('b', [5]);
    await a.renew();
    await pass(LEASE_MS - 1_000);
    expect((await b.renew()).gained).toEqual([]);
    await pass(1_000);
    expect((await b.renew()).gained).toEqual([{ shard: 5, epoch: 2 }]);
    expect(await a.renew()).toEqual({ gained: [], lost: [5] });
    expect(shardsOf(a)).toEqual([]);
  });

  it('of its own lease after it has ended is a loss and a gain, because others may have decided', async () => {
    const a = ownerOf('a', [5]);
    await a.renew();
    await pass(LEASE_MS);
    expect(await a.renew()).toEqual({ gained: [{ shard: 5, epoch: 2 }], lost: [5] });
  });

  it('whose answer was lost is made up for by the next renewal', async () => {
    // The same name claimed before, and the one who asks now knows nothing of it.
    await ownerOf('a', [7, 8]).renew();
    const { gained } = await ownerOf('a', [7, 8]).renew();
    expect(gained).toEqual([
      { shard: 7, epoch: 1 },
      { shard: 8, epoch: 1 },
    ]);
  });
});

describe('giving back', () => {
  it('frees the shards at once, and the next owner has a higher epoch', async () => {
    const a = ownerOf('a');
    const b = ownerOf('b');
    await a.renew();
    await b.renew();
    expect(shardsOf(b)).toEqual([]);
    await a.release();
    expect([a.trusted(), shardsOf(a)]).toEqual([false, []]);
    const { gained } = await b.renew();
    expect(gained).toHaveLength(SHARD_COUNT);
    expect(gained.every(({ epoch }) => epoch === 2)).toBe(true);
  });
});

describe('trust', () => {
  it('begins with the first renewal and ends four seconds after the last', async () => {
    const a = ownerOf('a');
    expect(a.trusted()).toBe(false);
    await a.renew();
    await clock.advance(TRUST_MS - 1);
    expect(a.trusted()).toBe(true);
    await clock.advance(1);
    expect(a.trusted()).toBe(false);
    await a.renew();
    expect(a.trusted()).toBe(true);
  });

  it('counts from the asking, because the lease is at least as old as the answer', async () => {
    const a = ownerOf('a', [1]);
    const holder = await database.pool.connect();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT FROM shard WHERE id = 1 FOR UPDATE');
      const renewal = a.renew();
      await clock.advance(3_000);
      await holder.query('COMMIT');
      await renewal;
    } finally {
      holder.release();
    }
    expect(shardsOf(a)).toEqual([1]);
    expect(a.trusted()).toBe(true);
    await clock.advance(1_000);
    expect(a.trusted()).toBe(false);
  });

  it('is not renewed by an attempt that fails', async () => {
    const broken = await freshDatabase();
    const a = createOwnership({ pool: broken.pool, clock, owner: 'a' });
    await a.renew();
    await broken.drop();
    await clock.advance(3_000);
    await expect(a.renew()).rejects.toThrow();
    expect(a.trusted()).toBe(true);
    await clock.advance(1_000);
    expect(a.trusted()).toBe(false);
  });
});

describe('whatever happens', () => {
  const owner = fc.integer({ min: 0, max: 2 });
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(fc.constant('renew' as const), owner) },
    { weight: 2, arbitrary: fc.tuple(fc.constant('all' as const), owner) },
    {
      weight: 3,
      arbitrary: fc.tuple(fc.constant('pass' as const), fc.integer({ min: 1, max: 7 })),
    },
    { weight: 1, arbitrary: fc.tuple(fc.constant('release' as const), owner) },
  );

  property.prop([fc.array(step, { minLength: 5, maxLength: 25 })], { numRuns: 15 })(
    'no two hosts may decide for the same shard, and epochs only grow',
    async (steps) => {
      await database.pool.query(
        `UPDATE shard SET owner = NULL, epoch = 0, expires_at = '-infinity'`,
      );
      const wanted = [0, 1, 2, 3];
      const owners = ['a', 'b', 'c'].map((name) => ownerOf(name, wanted));
      const newest = new Map<number, number>();
      const gain = (renewal: Awaited<ReturnType<Ownership['renew']>>): void => {
        for (const { shard, epoch } of renewal.gained) {
          expect(epoch).toBeGreaterThan(newest.get(shard) ?? 0);
          newest.set(shard, epoch);
        }
      };
      for (const [name, number] of steps) {
        if (name === 'renew') gain((await owners[number]?.renew()) ?? { gained: [], lost: [] });
        if (name === 'release') await owners[number]?.release();
        if (name === 'pass') await pass(number * 1_000);
        if (name === 'all') {
          const renewals = await Promise.all(owners.map((each) => each.renew()));
          renewals.forEach(gain);
        }
        const deciding = owners.filter((each) => each.trusted()).flatMap(shardsOf);
        expect(deciding).toHaveLength(new Set(deciding).size);
        for (const each of owners.filter((other) => other.trusted())) {
          for (const [shard, epoch] of each.shards()) expect(epoch).toBe(newest.get(shard));
        }
      }
    },
  );
});
