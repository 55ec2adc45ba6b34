import { createServer, type Server, type Socket } from 'node:net';

import { fc } from '@fast-check/vitest';

import { InvalidMessageError, listen, systemClock } from '#platform/mod.ts';

import { parseUofMessage } from '../../uof/parse-message.ts';
import { runSession } from '../../uof/session.ts';
import {
  makeBrokerConnection,
  type BrokerConnection,
} from '../../uof/test-server/broker-connection.ts';
import { MESSAGES } from '../../uof/testing/messages.ts';
import { makeUnknownElements } from '../../uof/unknown-elements.ts';
import { fuzzed, type Fuzzed } from './fuzzed.ts';

/** What happens to one of the packets that the broker sends. */
type Damage = Readonly<{
  packet: number;
  bytes: readonly (readonly [at: number, value: number])[];
  cutAt: number | null;
}>;

const damage: fc.Arbitrary<Damage> = fc.record({
  packet: fc.nat(30),
  bytes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 }),
  cutAt: fc.option(fc.nat(), { freq: 4 }),
});

function damaged(bytes: Buffer, { bytes: changes, cutAt }: Damage): Buffer {
  const next = Buffer.from(bytes);
  for (const [at, value] of changes) next[at % next.length] = value;
  return cutAt === null ? next : next.subarray(0, cutAt % next.length);
}

/** Silence of the client for so long ends a case: it waits for more of what was damaged. */
const IDLE_MS = 5;
const ODDS = 'hi.-.live.odds_change.1.sr:match.1.-';
const ALIVE = '-.-.-.alive.-.-.-.-';

/** A broker that damages what it says to the next client. */
class BadBroker {
  damage: Damage = { packet: -1, bytes: [], cutAt: null };
  onDone: () => void = () => undefined;
  readonly #server: Server = createServer((socket) => {
    this.#talk(socket);
  });
  #port: Promise<number> | undefined;

  port(): Promise<number> {
    this.#port ??= listen(this.#server, 0).then(({ port }) => {
      this.#server.unref();
      return port;
    });
    return this.#port;
  }

  #talk(socket: Socket): void {
    const { damage: wrong, onDone } = this;
    let [packets, isPublished] = [0, false];
    socket.setNoDelay(true);
    const connection: BrokerConnection = makeBrokerConnection((bytes) => {
      socket.write(packets === wrong.packet ? damaged(bytes, wrong) : bytes);
      packets += 1;
    });
    let idle = setTimeout(() => undefined, 0);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clearTimeout(idle);
      connection.stop();
    });
    socket.on('data', (chunk) => {
      clearTimeout(idle);
      idle = setTimeout(() => socket.destroy(), IDLE_MS);
      try {
        if (connection.take(chunk) === 'closed') socket.end();
      } catch {
        // A client that was told something wrong may answer something wrong.
        socket.destroy();
      }
      if (!isPublished) {
        connection.publish(ODDS, MESSAGES['odds-change'], 1);
        connection.publish(ALIVE, MESSAGES.alive, 1);
        isPublished = connection.waiting() + connection.unacknowledged() >= 2;
      } else if (connection.waiting() + connection.unacknowledged() === 0) onDone();
    });
  }
}

const broker = new BadBroker();
const quickClock = { ...systemClock, sleep: () => systemClock.sleep(IDLE_MS) };

async function session(wrong: Damage): Promise<void> {
  const stopping = new AbortController();
  broker.damage = wrong;
  broker.onDone = () => {
    stopping.abort(new Error('all is said'));
  };
  await runSession({
    ...{ clock: quickClock, nodeId: 12, prefetch: 10, signal: stopping.signal },
    broker: {
      ...{ hostname: '127.0.0.1', port: await broker.port(), isTls: false, token: 'fuzz' },
      ...{ vhost: '/unifiedfeed/1', heartbeatS: 0, timeoutMs: 2_000 },
    },
    onOpen: () => undefined,
    onAlive: () => undefined,
    // eslint-disable-next-line @typescript-eslint/require-await -- what it throws is to reject.
    onMessage: async ({ body }) => {
      try {
        parseUofMessage(body, makeUnknownElements());
      } catch (error) {
        if (!(error instanceof InvalidMessageError)) throw error;
      }
    },
  });
}

/** What ends a session is told to whoever reconnects, whatever it is: it may not end the process, nor last for ever. */
export const AMQP: readonly Fuzzed[] = [fuzzed('AMQP sessions', damage, [Error], session)];
