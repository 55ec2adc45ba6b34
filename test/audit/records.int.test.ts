import { afterAll, beforeAll, expect, test } from 'vitest';

import { betTexts, readsAs, type BetText } from '#audit/testing/mod.ts';
import { populate, tamperWith, type Book } from '#ledger/testing/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

let database: TestDatabase;
let book: Book;
beforeAll(async () => {
  database = await freshDatabase();
  book = await populate(database.pool);
});
afterAll(() => database.drop());

/** How the first format was made, to the letter; records of it are sealed and must verify for ever. */
const FIRST_FORMAT = `
  SELECT jsonb_build_object(
      'format', 'overround-bet-1', 'betId', b.id, 'accountId', b.account_id, 'version', b.version,
      'status', b.status, 'currency', b.currency, 'stakeMinor', b.stake_minor::text,
      'payoutMinor', b.payout_minor::text, 'reason', b.reason, 'terms', b.terms,
      'receivedAt', b.received_at, 'decidedAt', b.decided_at, 'settledAt', b.settled_at,
      'rulesVersion', b.rules_version, 'explanation', b.explanation, 'legs', l.legs)::text AS text
  FROM bet AS b
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object(
        'leg', l.leg, 'fixtureId', l.fixture_id, 'marketKey', l.market_key, 'outcomeId', l.outcome_id,
        'home', l.home, 'away', l.away, 'odds', l.odds, 'catalogueVersion', l.catalogue_version,
        'banker', l.banker, 'builder', l.builder,
        'result', l.result, 'resultVersion', l.result_version) ORDER BY l.leg) AS legs
    FROM bet_leg AS l WHERE l.bet_id = b.id
  ) AS l ON true
  WHERE b.id = $1`;

async function recordsOf(bet: string): Promise<Readonly<{ first: string; now: BetText }>> {
  const { rows } = await database.pool.query<{ text: string }>(FIRST_FORMAT, [bet]);
  const [now] = await betTexts(database.pool, [bet]);
  if (now === undefined) throw new Error('the bet is not over');
  return { first: rows[0]?.text ?? '', now };
}

test('a record of the first format still reads as its bet, whatever the bonus', async () => {
  const { first, now } = await recordsOf(book.won);
  expect(readsAs(first, now)).toBe(true);
  expect(readsAs(now.text, now)).toBe(true);
  expect(now.text).not.toBe(first);
});

test('a record of the second format holds the terms of the bonus', async () => {
  const before = await recordsOf(book.won);
  const bonus = { kind: 'accumulator', version: 1, capMinor: '500' };
  const values = [book.won, JSON.stringify(bonus)];
  await tamperWith(
    database.pool,
    'UPDATE bet SET bonus = $2::jsonb, bonus_minor = 3 WHERE id = $1',
    values,
  );
  const { first, now } = await recordsOf(book.won);
  expect(JSON.parse(now.text)).toEqual({
    ...(JSON.parse(first) as object),
    ...{ format: 'overround-bet-2', bonus, bonusMinor: '3' },
  });
  expect(readsAs(before.now.text, now)).toBe(false);
  expect(readsAs(before.first, now)).toBe(true);
});

test('a bet reads the same whether it is explained by itself or by its kind', async () => {
  const explanation = JSON.stringify({ sentence: '10.00 EUR × 2 = 20.00 EUR.', factor: '2' });
  await tamperWith(database.pool, 'UPDATE bet SET explanation = $2::jsonb WHERE id = $1', [
    book.won,
    explanation,
  ]);
  const { first, now } = await recordsOf(book.won);
  await database.pool.query(
    `INSERT INTO settled_kind (id, explanation, subject, bet_version, message)
     SELECT id, explanation, 'bet.settled', version, '' FROM bet WHERE id = $1`,
    [book.won],
  );
  await tamperWith(
    database.pool,
    'UPDATE bet SET explanation = NULL, settled_kind = id WHERE id = $1',
    [book.won],
  );
  const { now: ofKind } = await recordsOf(book.won);
  expect(JSON.parse(now.text)).toMatchObject({ explanation: JSON.parse(explanation) as object });
  expect(ofKind).toEqual(now);
  expect(readsAs(first, ofKind)).toBe(true);
});

test('a record of nothing reads as no bet', async () => {
  const { now } = await recordsOf(book.won);
  for (const [sealed, of] of [
    [null, now],
    ['{}', now],
    [now.text, undefined],
  ] as const)
    expect(readsAs(sealed, of)).toBe(false);
});
