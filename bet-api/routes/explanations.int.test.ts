import { afterAll, beforeAll, expect, test } from 'vitest';

import { BetViewSchema, ExplanationViewSchema } from '#contracts/mod.ts';
import { createMetrics, ManualClock, newId, silentLogger } from '#platform/mod.ts';
import { HOUSE_RULES, propose, DEFAULT_APPROVAL_POLICY, settleFixture } from '#settlement/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { ApiRig, betBody, fits, FIXTURE } from '../testing/mod.ts';

let database: TestDatabase;
let rig: ApiRig;
beforeAll(async () => {
  database = await freshDatabase();
  rig = await ApiRig.start(database.pool);
});
afterAll(async () => {
  await rig.stop();
  await database.drop();
});

test('a settled bet says how its payout came about; nobody else learns of it', async () => {
  const token = await rig.rich();
  const body = betBody({ stake: '3.33' });
  const { betId, odds } = fits(
    BetViewSchema,
    await rig.post('/v1/bets', { token, key: newId(), body }),
  );
  const url = `/v1/bets/${betId}/explanation`;
  const open = await rig.get(url, { token });
  expect(open).toMatchObject({ status: 409, body: { code: 'NOT_SETTLED' } });
  const ports = {
    pool: database.pool,
    clock: new ManualClock(),
    newId,
    rules: HOUSE_RULES,
    approvals: DEFAULT_APPROVAL_POLICY,
    log: silentLogger(),
    metrics: createMetrics('test'),
  };
  const outcomes = { home: 'won', draw: 'lost', away: 'lost' } as Record<string, 'won' | 'lost'>;
  await propose(ports, {
    action: {
      kind: 'market-result',
      fixtureId: FIXTURE,
      results: [
        { marketKey: 'match-result' as never, outcomes, voidReason: null, supersedes: null },
      ],
    },
    reason: 'no result came',
    proposer: { by: 'operator', userId: null },
  });
  await settleFixture(ports, FIXTURE);
  expect(odds).toBe(2.5);
  expect(fits(ExplanationViewSchema, await rig.get(url, { token }))).toMatchObject({
    betId,
    stake: '3.33',
    payout: '8.33',
    factor: '5/2',
    legs: [{ result: 'won', factor: '5/2', basis: 'By decision of the house' }],
    steps: ['3.33 × 5/2 = 8.33, rounded half up once'],
  });
  const stranger = await rig.rich();
  expect(await rig.get(url, { token: stranger })).toMatchObject({ status: 404 });
  expect(await rig.get(url)).toMatchObject({ status: 401 });
});
