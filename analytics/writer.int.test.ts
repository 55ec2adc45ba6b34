import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { STREAMS, subjects } from '#contracts/mod.ts';
import {
  createClickHouse,
  createMetrics,
  DEAD_LETTER_HEADERS,
  ensureStreams,
  publishJson,
  silentLogger,
  systemClock,
} from '#platform/mod.ts';
import {
  freshClickhouse,
  hasClickhouse,
  startTestNats,
  type TestClickHouse,
  type TestNats,
} from '#test/harness/mod.ts';

import {
  betMessage,
  feedEvent,
  FIXTURE,
  fixtureEvent,
  ledgerEntry,
  MATCH_RESULT,
  oddsMessage,
  resultMessage,
  START,
} from './testing/facts.ts';
import { startAnalyticsWriter, type AnalyticsWriter } from './writer.ts';

describe.skipIf(!hasClickhouse())('the analytics writer', () => {
  let nats: TestNats;
  let clickhouse: TestClickHouse;
  const writers: AnalyticsWriter[] = [];

  beforeAll(async () => {
    [nats, clickhouse] = await Promise.all([startTestNats(), freshClickhouse()]);
  });
  beforeEach(async () => {
    await ensureStreams(nats.nats, STREAMS);
  });
  afterEach(async () => {
    await Promise.all(writers.splice(0).map((writer) => writer.stop()));
    for (const { name } of STREAMS) await nats.nats.jsm.streams.delete(name);
    for (const table of ['feed_event', 'odds_move', 'bet_event', 'ledger_entry'])
      await clickhouse.client.command({ query: `TRUNCATE TABLE ${table}_raw` });
  });
  afterAll(async () => {
    await nats.stop();
    await clickhouse.drop();
  });

  const ports = () => ({
    nats: nats.nats,
    clickhouse: clickhouse.client,
    clock: systemClock,
    log: silentLogger(),
    metrics: createMetrics('test'),
  });
  const start = async (other: Partial<ReturnType<typeof ports>> = {}): Promise<AnalyticsWriter> => {
    const writer = await startAnalyticsWriter({ ...ports(), ...other }, { maxWaitMs: 50 });
    writers.push(writer);
    return writer;
  };
  const rows = async (query: string): Promise<unknown[]> =>
    (await clickhouse.client.query({ query, format: 'JSONEachRow' })).json();
  const counts = async (table: string): Promise<number> => {
    const [row] = (await rows(`SELECT toUInt32(count()) AS n FROM ${table}`)) as { n: number }[];
    return row?.n ?? 0;
  };
  const publish = (subject: string, body: unknown) => publishJson(nats.nats, subject, body);
  const pendingAcks = async (stream: string, durable: string): Promise<number> => {
    const info = await nats.nats.jsm.consumers.info(stream, durable);
    return info.num_ack_pending + info.num_pending;
  };

  const ALL = [
    ['FACTS', 'analytics-bets'],
    ['FACTS', 'analytics-ledger'],
    ['FEED', 'analytics-feed'],
  ] as const;

  test('every kind of message lands in its table', async () => {
    await start();
    await publish(subjects.feed('football', FIXTURE), fixtureEvent());
    const prices = { [MATCH_RESULT]: { home: 2.35, draw: 3.4, away: null } };
    await publish(subjects.odds('football', FIXTURE), oddsMessage({ seq: 1, markets: prices }));
    await publish(subjects.bet('accepted'), betMessage({ number: 1 }));
    await publish(subjects.ledger, ledgerEntry(1, -1_000));
    await publish(subjects.result('football', FIXTURE), resultMessage(START, { home: 'won' }));
    await publish(subjects.trade('margin'), { commandId: 'c1', kind: 'margin', actor: 'anna' });
    await publish(subjects.risk('limit'), { fixtureId: FIXTURE });
    for (const table of [
      'feed_event',
      'bet_event',
      'ledger_entry',
      'result',
      'trade_event',
      'risk_event',
    ])
      await expect.poll(() => counts(table), { timeout: 10_000 }).toBe(1);
    await expect.poll(() => counts('odds_move'), { timeout: 10_000 }).toBe(3);
    expect(await rows('SELECT outcome_id, odds FROM odds_move ORDER BY outcome_id')).toEqual([
      { outcome_id: 'away', odds: null },
      { outcome_id: 'draw', odds: 3.4 },
      { outcome_id: 'home', odds: 2.35 },
    ]);
    expect(await rows('SELECT home, away, toString(starts_at) AS at FROM fixture')).toEqual([
      { home: 'Lions', away: 'Tigers', at: '2026-03-14 15:00:00.000' },
    ]);
    expect(await rows('SELECT toString(stake) AS stake, payout, leg_odds FROM bet')).toEqual([
      { stake: '10', payout: null, leg_odds: [2.5] },
    ]);
  });

  test('a fact that arrives twice counts once', async () => {
    await start();
    const bet = betMessage({ number: 1 });
    for (let time = 0; time < 3; time += 1) {
      await publish(subjects.bet('accepted'), bet);
      await publish(subjects.ledger, ledgerEntry(1, -1_000));
      await publish(subjects.feed('football', FIXTURE), fixtureEvent());
      // Each time in an insert of its own.
      for (const [stream, durable] of ALL)
        await expect.poll(() => pendingAcks(stream, durable), { timeout: 10_000 }).toBe(0);
    }
    const settled = { version: 2, status: 'settled', payoutMinor: 2_500, result: 'won' } as const;
    await publish(subjects.bet('settled'), betMessage({ number: 1, ...settled }));
    await expect.poll(() => counts('bet_event'), { timeout: 10_000 }).toBe(2);
    expect(await counts('bet')).toBe(1);
    expect(await counts('ledger_entry')).toBe(1);
    expect(await counts('feed_event')).toBe(1);
    expect(await rows('SELECT status, version FROM bet')).toEqual([
      { status: 'settled', version: 2 },
    ]);
  });

  test('what does not fit its schema goes to the dead letters and does not stop the rest', async () => {
    await start();
    await publish(subjects.bet('accepted'), { ...betMessage({ number: 1 }), stakeMinor: 10.5 });
    await nats.nats.js.publish(subjects.bet('accepted'), '{not json');
    await publish(subjects.bet('accepted'), betMessage({ number: 2 }));
    await expect.poll(() => counts('bet_event'), { timeout: 10_000 }).toBe(1);
    await expect
      .poll(async () => (await nats.nats.jsm.streams.info('DEAD')).state.messages, {
        timeout: 10_000,
      })
      .toBe(2);
    const dead = await nats.nats.jsm.streams.getMessage('DEAD', { seq: 1 });
    expect(dead?.subject).toBe('dead.bet.accepted');
    expect(dead?.header.get(DEAD_LETTER_HEADERS.reason)).toContain('/stakeMinor');
  });

  test('a row that ClickHouse cannot read is a dead letter too, without its neighbours', async () => {
    await start();
    for (const number of [1, 2, 3, 4])
      await publish(subjects.ledger, {
        ...ledgerEntry(number, 5),
        // Fits the schema's pattern, and not the column: its year is past what a DateTime64 can hold.
        ...(number === 2 ? { at: 8_000_000_000_000_000 } : {}),
        // Beyond what a Date can hold.
        ...(number === 4 ? { at: 9_000_000_000_000_000 } : {}),
      });
    await expect.poll(() => counts('ledger_entry'), { timeout: 10_000 }).toBe(2);
    await expect
      .poll(async () => (await nats.nats.jsm.streams.info('DEAD')).state.messages, {
        timeout: 10_000,
      })
      .toBe(2);
  });

  test('while ClickHouse is away nothing is acknowledged, and then it catches up', async () => {
    const away = createClickHouse({ url: 'http://127.0.0.1:1/nowhere' });
    const first = await start({ clickhouse: away });
    for (let number = 1; number <= 20; number += 1)
      await publish(subjects.bet('accepted'), betMessage({ number }));
    await expect
      .poll(
        async () => (await nats.nats.jsm.consumers.info('FACTS', 'analytics-bets')).num_ack_pending,
      )
      .toBe(20);
    await first.stop();
    await away.close();
    expect(await pendingAcks('FACTS', 'analytics-bets')).toBe(20);
    await start();
    await expect.poll(() => counts('bet'), { timeout: 20_000 }).toBe(20);
    await expect.poll(() => pendingAcks('FACTS', 'analytics-bets'), { timeout: 10_000 }).toBe(0);
  });

  test('two copies of the writer share the work and lose no move', async () => {
    await Promise.all([start(), start()]);
    const seen: number[] = [];
    for (let seq = 1; seq <= 60; seq += 1) {
      // Every third price repeats the one before.
      const home = 2 + Math.floor(seq / 3) / 100;
      if (seen.at(-1) !== home) seen.push(home);
      await publish(
        subjects.odds('football', FIXTURE),
        oddsMessage({ seq, at: START + seq, markets: { [MATCH_RESULT]: { home } } }),
      );
    }
    await expect.poll(() => pendingAcks('ODDS', 'analytics-odds'), { timeout: 10_000 }).toBe(0);
    const moves = (await rows('SELECT odds FROM odds_move ORDER BY epoch, seq')) as {
      odds: number;
    }[];
    const changes = moves.filter(({ odds }, at) => moves[at - 1]?.odds !== odds);
    expect(changes.map(({ odds }) => odds)).toEqual(seen);
  });

  test('feed events keep what they are about', async () => {
    await start();
    const goal = feedEvent(
      2,
      'goal',
      { side: 'away', how: 'play', player: 'Nine' },
      { phase: 'second-half', minute: 50 },
    );
    await publish(subjects.feed('football', FIXTURE), goal);
    await expect.poll(() => counts('feed_event'), { timeout: 10_000 }).toBe(1);
    expect(await rows('SELECT side, player, phase, elapsed_ms, payload FROM feed_event')).toEqual([
      {
        side: 'away',
        player: 'Nine',
        phase: 'second-half',
        elapsed_ms: 2_940_000,
        payload: JSON.stringify(goal),
      },
    ]);
  });
});
