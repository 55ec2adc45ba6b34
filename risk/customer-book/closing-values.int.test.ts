import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { newId } from '#platform/mod.ts';
import { freshClickhouse, hasClickhouse, type TestClickHouse } from '#test/harness/mod.ts';

import { closingPricesTaken, edgesOf } from './closing-values.ts';

describe.skipIf(!hasClickhouse())('closing values of stored bets', () => {
  let clickhouse: TestClickHouse;
  beforeAll(async () => {
    clickhouse = await freshClickhouse();
  });
  afterAll(() => clickhouse.drop());

  const KICK_OFF = '2026-01-05 15:00:00';
  const run = (query: string) => clickhouse.client.command({ query });

  const closesAt = (market: string, outcome: string, odds: number) =>
    run(`INSERT INTO odds_move_raw
      (fixture_id, market_key, market_type, outcome_id, epoch, seq, status, odds, phase, published_at)
      VALUES ('f1', '${market}', '${market}', '${outcome}', 1, 1, 'active', ${odds}, 'not-started', '2026-01-05 14:59:00')`);

  const takes = (account: string, market: string, odds: number, at: string) =>
    run(`INSERT INTO bet_event_raw (bet_id, version, account_id, status, currency, stake_minor, policy,
        received_at, decided_at, at, leg_fixture_id, leg_market_key, leg_market_type, leg_outcome_id, leg_odds, leg_result)
      VALUES ('${newId()}', 1, '${account}', 'accepted', 'EUR', 100, 'none', '${at}', '${at}', '${at}',
        ['f1'], ['${market}'], ['${market}'], ['home'], [${odds}], [''])`);

  test('are against the closing price without its margin, in the order of the bets', async () => {
    await run(`INSERT INTO feed_event_raw (fixture_id, version, event_id, kind, phase, occurred_at, published_at)
      VALUES ('f1', 1, 'e1', 'phase', 'first-half', '${KICK_OFF}', '${KICK_OFF}')`);
    // 1/1.6 + 1/2 = 1.125: the fair price at the off is 1.6 × 1.125 = 1.8.
    await closesAt('draw-no-bet', 'home', 1.6);
    await closesAt('draw-no-bet', 'away', 2);
    // Two of three outcomes win: 1/1.25 + 1/1.25 + 1/1.6 = 2.225, fair 1.25 × 1.1125.
    await closesAt('double-chance', 'home', 1.25);
    await closesAt('double-chance', 'draw', 1.25);
    await closesAt('double-chance', 'away', 1.6);
    // Nobody knows the margin of a market with one price.
    await closesAt('alone', 'home', 2);
    const [early, doubtful] = [newId(), newId()];
    await takes(early, 'draw-no-bet', 1.89, '2026-01-04 10:00:00');
    await takes(early, 'double-chance', 1.390625, '2026-01-05 10:00:00');
    await takes(doubtful, 'alone', 5, '2026-01-05 10:00:00');
    // After the off.
    await takes(doubtful, 'draw-no-bet', 5, '2026-01-05 15:30:00');

    const all = edgesOf(await closingPricesTaken(clickhouse.client, 0));
    expect([...all.keys()]).toEqual([early]);
    expect(all.get(early)?.bets).toBe(2);
    expect(all.get(early)?.sum).toBeCloseTo(0.05 + 0, 9);

    const since = edgesOf(await closingPricesTaken(clickhouse.client, Date.UTC(2026, 0, 5)));
    expect(since.get(early)?.bets).toBe(1);
    expect(since.get(early)?.sum).toBeCloseTo(0, 9);
  });
});
