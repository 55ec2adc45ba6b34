import { expect, test } from 'vitest';

import { parseLooseEvent, riskEventRows, tradeEventRows } from './loose-event.ts';

const META = {
  subject: 'trade.margin',
  stream: 'FACTS',
  sequence: 7,
  deliveries: 1,
  pending: 0,
  publishedAt: Date.UTC(2026, 0, 1),
};

test('a trader command keeps its own id, time and kind', () => {
  const command = {
    commandId: 'c-1',
    fixtureId: 'test-1',
    actor: 'anna',
    at: Date.UTC(2026, 0, 2),
    kind: 'margin',
    marketKey: 'match-result',
    marginBps: 500,
  };
  expect(tradeEventRows(command, META)).toEqual([
    {
      event_id: 'c-1',
      kind: 'margin',
      fixture_id: 'test-1',
      market_key: 'match-result',
      actor: 'anna',
      at: '2026-01-02 00:00:00.000',
      payload: JSON.stringify(command),
    },
  ]);
});

test('what an event does not say comes from its delivery', () => {
  const rows = riskEventRows({ at: -1, fixtureId: 5 }, { ...META, subject: 'risk.limit' });
  expect(rows).toEqual([
    {
      event_id: 'FACTS-7',
      kind: 'limit',
      fixture_id: '',
      at: '2026-01-01 00:00:00.000',
      payload: '{"at":-1,"fixtureId":5}',
    },
  ]);
});

test.each([[null], [[1]], ['text'], [1]])('%o is not an event', (value) => {
  expect(() => parseLooseEvent(value)).toThrow('not an object');
});
