import { afterEach, describe, expect, test } from 'vitest';

import { FAULTS, type AdapterHarness, type FaultCase, type Session } from './harness.ts';

const PATIENCE = { timeout: 20_000, interval: 10 };

async function stateWithoutFault<S extends Session>(harness: AdapterHarness<S>): Promise<unknown> {
  const session = await harness.start(null);
  try {
    await session.play(0, harness.length);
    expect(session.deadLetters()).toBe(0);
    return session.state();
  } finally {
    await session.stop();
  }
}

async function withFault<S extends Session>(
  { length }: AdapterHarness<S>,
  session: S,
  fault: FaultCase<S>,
): Promise<unknown> {
  await session.play(0, fault.at);
  const before = session.suspensions();
  await fault.begin(session);
  if (fault.sees === 'suspended')
    await expect.poll(() => session.suspensions(), PATIENCE).toBeGreaterThan(before);
  const next = await fault.mend(session);
  if (fault.sees === 'open') expect(session.suspensions()).toBe(before);
  await session.play(next, length);
  expect(session.deadLetters()).toBe(fault.deadLetters ?? 0);
  return session.state();
}

/**
 * The row of an adapter for each fault: whether the bettor sees everything suspended, what became a dead letter, and
 * that in the end all that bets rest on equals a run without the fault.
 */
export function faultMatrix<S extends Session>(harness: AdapterHarness<S>): void {
  let running: S | undefined;
  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });
  describe(harness.name, () => {
    test('two runs without a fault come to the same', async () => {
      expect(await stateWithoutFault(harness)).toEqual(await stateWithoutFault(harness));
    });
    for (const name of FAULTS) {
      const fault = harness.faults[name];
      const row = `${name} × ${harness.name}`;
      if (typeof fault === 'string') {
        test(`${row}: cannot be, ${fault}`, () => {
          expect(fault).not.toBe('');
        });
        continue;
      }
      test(`${row}: ${fault.sees}, then as without`, async () => {
        running = await harness.start(name);
        const state = await withFault(harness, running, fault);
        expect(state).toEqual(await stateWithoutFault(harness));
      }, 60_000);
    }
  });
}
