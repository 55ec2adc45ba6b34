import type { SocketHandlers, Socket } from '#client/mod.ts';
import {
  CLOSE_GOING_AWAY,
  type AccountReading,
  type BetId,
  type FixtureId,
  type OddsMessage,
} from '#contracts/mod.ts';
import { createCore, DEFAULT_LIMITS, type GatewayCore } from '#odds/gateway/mod.ts';
import { createMetrics, silentLogger, type Clock, type Random } from '#platform/mod.ts';

import { after } from './network.ts';
import { SimulatedConnection, type Line } from './simulated-connection.ts';
import { ACCOUNT } from './true-account.ts';

export type GatewayWorld = Readonly<{
  clock: Clock;
  random: Random;
  requestImage: (fixture: FixtureId) => Promise<OddsMessage | { missing: true }>;
  readAccount: (named: readonly BetId[]) => Promise<AccountReading>;
}>;

const TERMINATED = 1006;

/** One gateway process: it can be stopped in good order, killed, and started again with nothing in memory. */
export class SimulatedGateway {
  readonly url: string;
  readonly #world: GatewayWorld;
  readonly #connections = new Set<SimulatedConnection>();
  #core: GatewayCore | undefined;
  #isDraining = false;

  constructor(url: string, world: GatewayWorld) {
    this.url = url;
    this.#world = world;
  }

  get isUp(): boolean {
    return this.#core !== undefined;
  }

  get core(): GatewayCore | undefined {
    return this.#core;
  }

  get connections(): ReadonlySet<SimulatedConnection> {
    return this.#connections;
  }

  async start(past: readonly OddsMessage[]): Promise<void> {
    const { clock, requestImage, readAccount } = this.#world;
    const core = createCore({
      clock,
      log: silentLogger(),
      metrics: createMetrics('simulated'),
      limits: {
        ...DEFAULT_LIMITS,
        segmentBytes: 2500,
        mergeAboveBytes: 5000,
        closeAboveBytes: 60_000,
      },
      verifyToken: () => ({
        username: 'bettor',
        role: 'bettor',
        accountId: ACCOUNT,
        expiresAt: Infinity,
      }),
      requestImage,
      readAccount: (_, named) => readAccount(named),
      schedule: (task) => after(clock, 0.02, task),
    });
    this.#isDraining = false;
    this.#core = core;
    await core.upstream.recallFirst((recall) => {
      for (const message of past) recall(message);
      return Promise.resolve();
    });
  }

  /** Everything in memory is gone; clients notice when their connections break, or not at all. */
  kill(code: number | null): void {
    this.#core?.stop();
    this.#core = undefined;
    for (const connection of this.#connections) connection.cut(code);
    this.#connections.clear();
  }

  /** Asks its clients to leave, serves them meanwhile, and stops. */
  drain(drainMs: number): void {
    const { clock, random } = this.#world;
    const core = this.#core;
    this.#isDraining = true;
    for (const connection of this.#connections)
      connection.goAway(random.int(Math.floor(drainMs * 0.75)));
    after(clock, drainMs, () => {
      if (this.#core === core) this.kill(CLOSE_GOING_AWAY);
    });
  }

  /** Opens a connection for a client; its end is told to `handlers` like that of a WebSocket. */
  accept(line: Line, protocols: readonly string[], handlers: SocketHandlers): Socket {
    const { clock } = this.#world;
    const core = this.#core;
    if (core === undefined || this.#isDraining) {
      after(clock, 5, () => {
        handlers.close(TERMINATED);
      });
      return { send: () => undefined, close: () => undefined };
    }
    const pass = core.admission.enter(undefined);
    if (typeof pass === 'string') throw new Error(`not let in: ${pass}`);
    const connection = new SimulatedConnection({ clock, core, pass, line, protocols, handlers });
    connection.onEnd = () => this.#connections.delete(connection);
    this.#connections.add(connection);
    return connection.socket;
  }
}
