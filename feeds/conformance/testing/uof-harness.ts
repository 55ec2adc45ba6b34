import { expect } from 'vitest';

import { scriptedMatch } from '../../uof/test-server/scripted-match.ts';
import { startClientRig, type ClientRig } from '../../uof/testing/client-rig.ts';
import type { AdapterHarness, FaultCase, FaultName, Session } from './harness.ts';

const URN = 'sr:match:7';
const KICK_OFF = Date.UTC(2030, 2, 17, 18);
const SCRIPT = scriptedMatch(URN, KICK_OFF);
const PATIENCE = { timeout: 20_000, interval: 20 };
/** Silence and delay are down so soon. */
const SOON_MS = 1_500;
const AT = 4;

type UofSession = Session & Readonly<{ rig: ClientRig; up: () => Promise<void> }>;

async function start(fault: FaultName | null): Promise<UofSession> {
  const isTimed = fault === 'silence' || fault === 'the consumer is slow';
  const rig = await startClientRig(isTimed ? { inactivityMs: SOON_MS } : {});
  const { server } = rig;
  server.addEvent(URN, KICK_OFF);
  const alives = (): void => {
    for (const product of [1, 3]) server.alive(product);
  };
  const up = (): Promise<void> =>
    expect
      .poll(() => {
        alives();
        return rig.down.get(1) === null && rig.down.get(3) === null;
      }, PATIENCE)
      .toBe(true);
  await up();
  return {
    ...{ rig, up },
    play: async (from, to) => {
      for (const message of SCRIPT.slice(from, to)) server.send(message);
      await expect
        .poll(() => server.broker.waiting() + server.broker.unacknowledged(), PATIENCE)
        .toBe(0);
      if (isTimed) await up();
    },
    suspensions: () =>
      rig.drafts.filter((draft) => draft.kind === 'bet-stop' && draft.reason === 'feed').length,
    state: rig.state,
    deadLetters: () => rig.poison.length,
    stop: rig.stop,
  };
}

const isDown = ({ rig }: UofSession): Promise<void> =>
  expect.poll(() => rig.down.get(1) !== null, PATIENCE).toBe(true);

/** The match of the script over the broker of the test server. */
export function uofHarness(): AdapterHarness<UofSession> {
  const backUp = async (session: UofSession): Promise<number> => {
    await session.up();
    return AT;
  };
  const suspended = (
    begin: FaultCase<UofSession>['begin'],
    mend: FaultCase<UofSession>['mend'] = backUp,
  ): FaultCase<UofSession> => ({ at: AT, sees: 'suspended', begin, mend });
  const inOrder = (...order: readonly number[]): FaultCase<UofSession> => ({
    ...{ at: AT, sees: 'open' },
    begin: async ({ play }) => {
      for (const at of order) await play(AT + at, AT + at + 1);
    },
    mend: () => Promise.resolve(AT + Math.max(...order) + 1),
  });
  let release: () => void = () => undefined;
  return {
    ...{ name: 'Unified Odds Feed', length: SCRIPT.length, start },
    faults: {
      'a message is lost': suspended(
        ({ rig: { server } }) => {
          for (const message of SCRIPT.slice(AT, AT + 1)) server.send(message, 'lost');
          server.alive(1, false);
        },
        async ({ up }) => {
          await up();
          return AT + 1;
        },
      ),
      'a message comes twice': inOrder(0, 0),
      'messages come in another order': inOrder(1, 0),
      'a message comes late': inOrder(1, 2, 3, 0),
      'a message cannot be read': {
        ...suspended(({ rig }) => {
          rig.server.sendRaw('<odds_change product="1"', URN);
        }),
        deadLetters: 1,
      },
      'two feeds contradict one another':
        'it is one feed: the newest statement counts, and arbitration compares it with others',
      'the connection breaks': suspended(
        ({ rig: { server } }) => {
          server.broker.setOpen(false);
          server.broker.cut();
        },
        async ({ rig: { server }, up }) => {
          for (const message of SCRIPT.slice(AT, AT + 10)) server.send(message);
          server.broker.setOpen(true);
          await up();
          return AT + 10;
        },
      ),
      silence: suspended(() => undefined),
      'the recovery breaks in its middle': suspended(async (session) => {
        session.rig.server.nextRecovery({ cutAfter: 1 });
        session.rig.server.broker.cut();
        await isDown(session);
      }),
      'the recovery is refused': suspended(({ rig: { server } }) => {
        server.nextRecovery('refuse');
        server.alive(1, false);
        server.alive(3, false);
      }),
      'the consumer is slow': suspended(
        async ({ rig }) => {
          const held = new Promise<void>((resolve) => (release = resolve));
          rig.setConsumer(() => held);
          for (const message of SCRIPT.slice(AT, AT + 5)) rig.server.send(message);
          await expect
            .poll(() => {
              for (const product of [1, 3]) rig.server.alive(product);
              return rig.down.get(1);
            }, PATIENCE)
            .toBe('processing-delay');
        },
        async ({ up }) => {
          release();
          await up();
          return AT + 5;
        },
      ),
    },
  };
}
