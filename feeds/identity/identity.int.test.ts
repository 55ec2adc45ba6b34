import { afterAll, beforeAll, expect, test } from 'vitest';

import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import {
  answerMatch,
  closeReview,
  decideIdentity,
  entityOf,
  identityHistory,
  keepMatching,
  openReview,
  openReviews,
  readEngineFixtures,
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

const pair = (left: string, right: string, confidence: number) => ({
  ...{ left, right, confidence, why: 'names' },
});

test('a matching is kept once; what is doubtful is asked, answered and undone', async () => {
  const { pool } = database;
  const found = {
    matched: [pair('11', 'alton-bexley', 0.95)],
    review: [pair('12', 'corby-derby', 0.6), pair('13', 'exeter-fulham', 0.7)],
  };
  const keep = () => keepMatching(pool, 'exchange', found, { by: 'ann', atMs: 1 });
  expect(await keep()).toEqual({ merged: 1, asked: 2, openBefore: 0, decidedBefore: 0 });
  expect(await keep()).toEqual({ merged: 0, asked: 0, openBefore: 2, decidedBefore: 1 });
  const of = (providerId: string) =>
    ({ kind: 'fixture', provider: 'exchange', providerId }) as const;
  const stands = () => Promise.all(['11', '12', '13'].map((id) => entityOf(pool, of(id))));
  expect(await stands()).toEqual(['alton-bexley', null, null]);

  const reviews = (await openReviews(pool, 'identity')).filter(({ subject }) =>
    subject.startsWith('exchange '),
  );
  expect(reviews.map(({ reason }) => reason)).toEqual([
    'may be corby-derby: names (0.60)',
    'may be exeter-fulham: names (0.70)',
  ]);
  const [first = 0n, second = 0n] = reviews.map(({ id }) => id);
  const accepted = await answerMatch(pool, first, 'accept', { by: 'bob', atMs: 2 });
  await answerMatch(pool, second, 'reject', { by: 'bob', atMs: 3 });
  expect(await stands()).toEqual(['alton-bexley', 'corby-derby', null]);
  await expect(answerMatch(pool, first, 'accept', { by: 'bob', atMs: 2 })).rejects.toThrow(
    'must be an open one',
  );
  // What a person has said stands, whatever is matched later, and so does what was taken back.
  await undoIdentity(pool, accepted.id, by);
  expect(await keep()).toEqual({ merged: 0, asked: 0, openBefore: 0, decidedBefore: 3 });
  expect(await stands()).toEqual(['alton-bexley', null, null]);
});

test('a question that is about no fixture is not answered as one', async () => {
  const { pool } = database;
  const other = {
    topic: 'identity',
    subject: 'x',
    reason: 'y',
    detail: null,
    openedAt: 1,
  } as const;
  await openReview(pool, other);
  const id = (await openReviews(pool, 'identity')).at(-1)?.id ?? 0n;
  await expect(answerMatch(pool, id, 'accept', { by: 'bob', atMs: 2 })).rejects.toThrow(
    'about a fixture that was matched',
  );
  await closeReview(pool, id, { answer: 'nothing', by: 'bob', atMs: 3 });
});

test('the fixtures of the engine are there to be matched', async () => {
  const { pool } = database;
  await pool.query(
    `INSERT INTO fixture (fixture_id, sport, competition, home_id, home, away_id, away, starts_at, producer, version)
     VALUES ('alton-bexley', 'football', 'Cup', 'a', 'Alton', 'b', 'Bexley', 7, 'acme', 1)`,
  );
  expect(await readEngineFixtures(pool)).toEqual([
    { id: 'alton-bexley', home: 'Alton', away: 'Bexley', startsAt: 7 },
  ]);
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
