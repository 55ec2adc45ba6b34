import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { connectNats, freePort } from '#platform/mod.ts';

import { nodeServer, untilOpen, type Command } from '../load/server-process.ts';
import type { Protocol } from './decoders.ts';
import { INSTALLERS } from './install.ts';

export const CONTENDERS = [
  'overround',
  'ws',
  'socket.io',
  'bun',
  'nats',
  'centrifugo',
  'bare',
] as const;
export type ContenderName = (typeof CONTENDERS)[number];

/** How a server is started, entered, and given what it is to send. */
export type Contender = Readonly<{
  name: ContenderName;
  protocol: Protocol;
  path: string;
  greeting: readonly string[];
  /** Installs what it needs; rejects when it cannot be had. */
  prepare(): Promise<void>;
  launch(place: Place): Promise<Launch>;
}>;
export type Launch = Readonly<{
  command: Command;
  /** Once it runs; how it is fed when not by the subject `fanout` of the NATS that feeds the others. */
  feed?: () => Promise<Feed>;
}>;
/** The NATS that feeds everyone, and a folder for files. */
export type Place = Readonly<{ natsUrl: string; dir: string }>;
export type Feed = Readonly<{ publish(text: string): void; close(): Promise<void> }>;

const byNode = (program: URL, env: Readonly<Record<string, string>>): Launch => ({
  command: nodeServer(program, env),
});

export const SUBSCRIBE = { op: 'subscribe', id: 1, channel: 'odds', sport: 'football' } as const;
const nothing = (): Promise<void> => Promise.resolve();
const installed = (peer: keyof typeof INSTALLERS) => async (): Promise<void> => {
  await INSTALLERS[peer]();
};

const overround: Contender = {
  name: 'overround',
  protocol: 'overround',
  path: '/v1/stream',
  greeting: [JSON.stringify(SUBSCRIBE)],
  prepare: nothing,
  launch: ({ natsUrl }) =>
    Promise.resolve(
      byNode(new URL('../load/gateway-server.ts', import.meta.url), {
        NATS_URL: natsUrl,
        PING_MS: '3600000',
      }),
    ),
};

const ws: Contender = {
  name: 'ws',
  protocol: 'plain',
  path: '/',
  greeting: [],
  prepare: nothing,
  launch: ({ natsUrl }) =>
    Promise.resolve(byNode(new URL('./servers/ws.ts', import.meta.url), { NATS_URL: natsUrl })),
};

/** No peer but a limit: each message made into bytes once, and a loop over `socket.write`. */
const bare: Contender = {
  ...ws,
  name: 'bare',
  launch: ({ natsUrl }) =>
    Promise.resolve(byNode(new URL('./servers/bare.ts', import.meta.url), { NATS_URL: natsUrl })),
};

const socketIo: Contender = {
  name: 'socket.io',
  protocol: 'socket.io',
  path: '/socket.io/?EIO=4&transport=websocket',
  greeting: ['40'],
  prepare: installed('socket.io'),
  launch: async ({ natsUrl }) =>
    byNode(new URL('./servers/socket-io.ts', import.meta.url), {
      NATS_URL: natsUrl,
      SOCKET_IO: await INSTALLERS['socket.io'](),
    }),
};

const bun: Contender = {
  name: 'bun',
  protocol: 'plain',
  path: '/',
  greeting: [],
  prepare: installed('bun'),
  launch: async ({ natsUrl }) => ({
    command: {
      command: await INSTALLERS.bun(),
      args: [new URL('./servers/bun.ts', import.meta.url).pathname],
      env: { NATS_URL: natsUrl },
      collects: true,
    },
  }),
};

const nats: Contender = {
  name: 'nats',
  protocol: 'nats',
  path: '/',
  greeting: ['CONNECT {"verbose":false,"pedantic":false,"tls_required":false}\r\nSUB fanout 1\r\n'],
  prepare: installed('nats'),
  launch: async ({ dir }) => {
    const [feedPort, port] = [await freePort(), await freePort()];
    const config = join(dir, 'peer.conf');
    // The crowd answers no pings.
    writeFileSync(
      config,
      `listen: "127.0.0.1:${String(feedPort)}"\nping_interval: "1h"\nmax_connections: 100000\n` +
        `websocket { host: "127.0.0.1", port: ${String(port)}, no_tls: true, compression: false }\n`,
    );
    return {
      command: { command: await INSTALLERS.nats(), args: ['--config', config], port },
      feed: async () => {
        await untilOpen(feedPort);
        const url = `nats://127.0.0.1:${String(feedPort)}`;
        const { connection } = await connectNats({ url, name: 'feed' });
        return {
          publish: (text) => {
            connection.publish('fanout', text);
          },
          close: () => connection.close(),
        };
      },
    };
  },
};

const centrifugo: Contender = {
  name: 'centrifugo',
  protocol: 'centrifugo',
  path: '/connection/websocket',
  greeting: ['{"id":1,"connect":{}}\n{"id":2,"subscribe":{"channel":"fanout"}}'],
  prepare: installed('centrifugo'),
  launch: async () => {
    const port = await freePort();
    const env = {
      CENTRIFUGO_HTTP_SERVER_ADDRESS: '127.0.0.1',
      CENTRIFUGO_HTTP_SERVER_PORT: String(port),
      CENTRIFUGO_HTTP_API_INSECURE: 'true',
      CENTRIFUGO_CLIENT_INSECURE: 'true',
      CENTRIFUGO_CLIENT_PING_INTERVAL: '1h',
      CENTRIFUGO_LOG_LEVEL: 'error',
    };
    const url = `http://127.0.0.1:${String(port)}/api/publish`;
    const headers = { 'content-type': 'application/json' };
    return {
      command: { command: await INSTALLERS.centrifugo(), args: [], env, port },
      feed: () =>
        Promise.resolve({
          publish: (text) => {
            const body = `{"channel":"fanout","data":${text}}`;
            void fetch(url, { method: 'POST', headers, body }).catch(() => undefined);
          },
          close: nothing,
        }),
    };
  },
};

export const CONTENDER: Readonly<Record<ContenderName, Contender>> = {
  overround,
  ws,
  'socket.io': socketIo,
  bun,
  nats,
  centrifugo,
  bare,
};
