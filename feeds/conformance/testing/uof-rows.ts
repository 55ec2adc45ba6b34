import { expect } from 'vitest';

import { makeFixtureIdentity } from '../../uof/identity.ts';
import { scriptedMatch } from '../../uof/test-server/scripted-match.ts';
import { startClientRig, type ClientRig } from '../../uof/testing/client-rig.ts';
import type { Adapter } from './behaviours.ts';

const URN = 'sr:match:7';
const KICK_OFF = Date.UTC(2030, 2, 17, 18);
const SCRIPT = scriptedMatch(URN, KICK_OFF);
const PATIENCE = { timeout: 20_000, interval: 20 };

/** Runs with a client that has the match: over its connection, or from one recovery alone. */
async function withMatch<T>(
  how: 'followed' | 'recovered',
  work: (rig: ClientRig) => T,
): Promise<T> {
  const rig = await startClientRig();
  const { server } = rig;
  server.addEvent(URN, KICK_OFF);
  const up = (): Promise<void> =>
    expect
      .poll(() => {
        for (const product of [1, 3]) server.alive(product);
        return rig.down.get(1) === null && rig.down.get(3) === null;
      }, PATIENCE)
      .toBe(true);
  try {
    if (how === 'recovered') for (const message of SCRIPT) server.send(message, 'lost');
    await up();
    if (how === 'followed') for (const message of SCRIPT) server.send(message);
    await expect
      .poll(() => server.broker.waiting() + server.broker.unacknowledged(), PATIENCE)
      .toBe(0);
    return work(rig);
  } finally {
    await rig.stop();
  }
}

const bookOf = (rig: ClientRig): unknown => {
  const [event] = rig.feed.books().values();
  return event === undefined
    ? undefined
    : {
        lines: [...event.lines].map(([key, { status }]) => [key, status]).sort(),
        settled: [...event.settlements].map(([key, { market }]) => [key, market?.outcomes]).sort(),
        cancelled: [...event.cancels].filter(([, { isInForce }]) => isInForce).length,
      };
};

/** Rows of the Unified Odds Feed; what goes wrong in between is in the fault matrix. */
export const UOF_ROWS: Adapter = {
  name: 'Unified Odds Feed',
  rows: {
    'identity mapping': () =>
      withMatch('followed', ({ drafts, quotes }) => {
        const identity = makeFixtureIdentity();
        const fixture = identity.fixtureOf(URN);
        expect(identity.urnOf(fixture)).toBe(URN);
        expect(new Set(drafts.map(({ fixtureId }) => fixtureId))).toEqual(new Set([fixture]));
        const keys = [...quotes.values()].map(({ marketKey }) => marketKey);
        expect(keys).toContain('match-result');
        expect(keys).toContain('total-goals|line=2.5');
        expect([...quotes.values()].every((one) => one.fixture?.urn === URN)).toBe(true);
      }),
    ordering: { fault: 'messages come in another order' },
    duplicates: { fault: 'a message comes twice' },
    corrections: () =>
      withMatch('followed', ({ drafts, settlements }) => {
        expect(drafts.filter(({ kind }) => kind === 'correction')).toHaveLength(1);
        const kinds = settlements.map(({ kind }) => kind);
        expect(kinds).toContain('settlement-rolled-back');
        expect(kinds).toContain('cancel-rolled-back');
      }),
    'alive tracking': { fault: 'silence' },
    'down and recovery': { fault: 'the connection breaks' },
    snapshot: async () => {
      const recovered = await withMatch('recovered', bookOf);
      expect(recovered).toBeDefined();
      expect(recovered).toEqual(await withMatch('followed', bookOf));
    },
    'back-pressure': { fault: 'the consumer is slow' },
    'poison to dead letters': { fault: 'a message cannot be read' },
    replayability: async () => {
      const first = await withMatch('followed', (rig) => rig.state());
      expect(await withMatch('followed', (rig) => rig.state())).toEqual(first);
    },
    metrics: { test: 'uof/source.int.test.ts' },
  },
};
