import { afterAll, beforeAll, expect, test } from 'vitest';

import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import {
  closeReview,
  decideIdentity,
  entityOf,
  identityHistory,
  openReview,
  openReviews,
  undoIdentity,
} from './mod.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const thing = { kind: 'fixture', provider: 'acme', providerId: '7' } as const;
const by = { reason: 'names', by: 'ann', atMs: 5 };

test('decisions are undone one by one, and nothing of them is lost', async () => {
  const { pool } = database;
  expect(await entityOf(pool, thing)).toBeNull();
  const first = await decideIdentity(pool, thing, 'rovers-united', { ...by, confidence: 0.9 });
  expect(await decideIdentity(pool, thing, 'rovers-united', by)).toEqual(first);
  const second = await decideIdentity(pool, thing, 'rovers-city', by);
  expect(await entityOf(pool, thing)).toBe('rovers-city');
  await expect(undoIdentity(pool, first.id, by)).rejects.toThrow('a later one stands');
  const undone = await undoIdentity(pool, second.id, { ...by, reason: 'wrong', by: 'bob' });
  expect(await entityOf(pool, thing)).toBe('rovers-united');
  await expect(undoIdentity(pool, second.id, by)).rejects.toThrow('a later one stands');
  // To undo the undoing is to have it in force again.
  await undoIdentity(pool, undone.id, by);
  expect(await entityOf(pool, thing)).toBe('rovers-city');
  await decideIdentity(pool, thing, null, by);
  expect(await entityOf(pool, thing)).toBeNull();
  expect(
    (await identityHistory(pool, thing)).map(
      ({ action, entityId }) => `${action} ${entityId ?? '—'}`,
    ),
  ).toEqual([
    'merge rovers-united',
    'merge rovers-city',
    'undo rovers-united',
    'undo rovers-city',
    'split —',
  ]);
  await expect(undoIdentity(pool, 999n, by)).rejects.toThrow('must be one that was made');
  await expect(pool.query('DELETE FROM identity_decision')).rejects.toThrow();
});

test('decisions at the same time come one after the other', async () => {
  const { pool } = database;
  const other = { ...thing, providerId: '8' };
  const same = await Promise.all(
    Array.from({ length: 8 }, () => decideIdentity(pool, other, 'x', by)),
  );
  expect(new Set(same.map(({ id }) => id)).size).toBe(1);
});

test('a question is asked once while it is open', async () => {
  const { pool } = database;
  const review = {
    topic: 'identity',
    subject: 'acme 9',
    reason: 'close',
    detail: { a: 1 },
    openedAt: 1,
  } as const;
  expect([await openReview(pool, review), await openReview(pool, review)]).toEqual([
    'opened',
    'open-before',
  ]);
  const [open] = await openReviews(pool, 'identity');
  expect(open).toMatchObject({ subject: 'acme 9', detail: { a: 1 } });
  await closeReview(pool, open?.id ?? 0n, { answer: 'one', by: 'ann', atMs: 2 });
  await expect(
    closeReview(pool, open?.id ?? 0n, { answer: 'one', by: 'ann', atMs: 2 }),
  ).rejects.toThrow('is open');
  expect(await openReviews(pool, 'identity')).toEqual([]);
  expect(await openReview(pool, review)).toBe('opened');
});
