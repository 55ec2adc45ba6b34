import type { AccountReading, BetId } from '#contracts/mod.ts';
import type { Clock, Random } from '#platform/mod.ts';

import { after, type LossyWay } from './network.ts';
import type { SimulatedGateway } from './simulated-gateway.ts';
import { TrueAccount } from './true-account.ts';

export type AccountWorldOptions = Readonly<{
  clock: Clock;
  random: Random;
  gateways: readonly SimulatedGateway[];
}>;

const LONGEST_LAG_MS = 800;
const READ_DEADLINE_MS = 2000;

/** An account, its facts on their way to the gateways, and the readings that these ask for. */
export class AccountWorld {
  readonly truth: TrueAccount;
  readonly #options: AccountWorldOptions;

  constructor(options: AccountWorldOptions) {
    this.#options = options;
    this.truth = new TrueAccount(options.random);
  }

  /** Something happens; every gateway hears of it when its reading of the stream has come so far. */
  step(): void {
    this.truth.step();
    const { epoch, facts } = this.truth;
    for (const gateway of this.#options.gateways)
      this.#later(() => {
        if (this.truth.epoch === epoch) this.#deliver(gateway, facts.length);
      });
  }

  /** A gateway that has started reads the stream, some of its past first. */
  begin(gateway: SimulatedGateway, past: number): void {
    const { epoch, facts } = this.truth;
    gateway.core?.accounts.begin(epoch, Math.max(0, facts.length - past));
    this.#deliver(gateway, facts.length);
  }

  /** The connection of a gateway to the stream was away, and is back after a while. */
  interrupt(gateway: SimulatedGateway): void {
    const { core } = gateway;
    core?.accounts.interrupted();
    this.#later(() => {
      if (core === undefined || gateway.core !== core) return;
      const { epoch, facts } = this.truth;
      core.accounts.begin(epoch, core.accounts.positionIn(epoch) ?? facts.length);
      this.#deliver(gateway, facts.length);
    });
  }

  /** The stream is lost: gateways notice, one after the other. */
  loseStream(): void {
    this.truth.restartStream();
    for (const gateway of this.#options.gateways) this.interrupt(gateway);
  }

  read(way: LossyWay | undefined, named: readonly BetId[]): Promise<AccountReading> {
    return new Promise((resolve, reject) => {
      after(this.#options.clock, READ_DEADLINE_MS, () => {
        reject(new Error('no answer in time'));
      });
      way?.carry(() => {
        const reading = this.truth.read(named);
        way.carry(() => {
          resolve(structuredClone(reading));
        });
      });
    });
  }

  /** A stream is read in order, however late. */
  #deliver({ core }: SimulatedGateway, upTo: number): void {
    const { epoch, facts } = this.truth;
    const held = core?.accounts.positionIn(epoch);
    if (core === undefined || held === undefined) return;
    for (const fact of facts.slice(held, upTo)) core.accounts.heard(fact);
  }

  #later(task: () => void): void {
    const { clock, random } = this.#options;
    after(clock, 1 + random.int(LONGEST_LAG_MS), task);
  }
}
