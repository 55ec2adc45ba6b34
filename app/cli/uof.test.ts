import { afterEach, expect, test, vi } from 'vitest';

import { scriptedMatch, startUofTestServer } from '#feeds/uof/test-server/mod.ts';
import { systemClock } from '#platform/mod.ts';

import { runCli } from './cli.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('overround uof watch prints what messages come to', { timeout: 60_000 }, async () => {
  const server = await startUofTestServer({ clock: systemClock });
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  const urn = 'sr:match:5';
  const kickOffAt = Date.UTC(2030, 2, 17, 18);
  server.addEvent(urn, kickOffAt);
  const ports = ['--amqp-port', String(server.broker.port), '--api', server.apiUrl];
  // Messages that come before it listens are lost: they are sent until it has seen enough.
  const stop = systemClock.every(50, () => {
    for (const product of [1, 3]) server.alive(product);
    for (const message of scriptedMatch(urn, kickOffAt).slice(0, 2)) server.send(message);
  });
  expect(await runCli(['uof', 'watch', ...ports, '--messages', '40'])).toBe(0);
  stop();
  await server.close();
  const printed = lines.map((line) => JSON.parse(line) as object);
  expect(printed).toContainEqual({ producer: 'live', down: 'not-recovered' });
  expect(printed).toContainEqual({
    ...{ fixture: 'uof-sr-match-5', kind: 'fixture' },
    eventId: `fixture-${kickOffAt}`,
  });
  expect(printed).toContainEqual(
    expect.objectContaining({ market: 'match-result', odds: { home: 2.4, draw: 3.4, away: 2.9 } }),
  );
});

test('a port that is none is refused', async () => {
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  expect(await runCli(['uof', 'serve', '--amqp-port', 'x'])).toBe(2);
});
