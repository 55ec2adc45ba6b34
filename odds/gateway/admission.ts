import type { Clock } from '#platform/mod.ts';

import type { GatewayLimits } from './limits.ts';
import { RateMeter } from './rate-meter.ts';

/** What one connection may still do, counted together with the others of its address and its account. */
export type Pass = Readonly<{
  /** Counts a message; false when it is one too many. */
  mayAsk(): boolean;
  /** Counts the connection to an account, and no longer to the one before; false when it is one too many. */
  signIn(account: string): boolean;
  leave(): void;
}>;
export type Rejection = 'full' | 'address-full' | 'address-rate';

/** Counts connections and messages by address and by account. Whoever has no address is not limited by it. */
export class Admission {
  readonly #limits: GatewayLimits;
  readonly #byAddress = new Counts();
  readonly #byAccount = new Counts();
  readonly #connects: RateMeter;
  readonly #addressMessages: RateMeter;
  readonly #accountMessages: RateMeter;
  #connections = 0;

  constructor(limits: GatewayLimits, clock: Clock) {
    this.#limits = limits;
    this.#connects = new RateMeter(clock, limits.connectsPerSecondByAddress);
    this.#addressMessages = new RateMeter(clock, limits.messagesPerSecondByAddress);
    this.#accountMessages = new RateMeter(clock, limits.messagesPerSecondByAccount);
  }

  /** Lets a connection in, or says why not. */
  enter(address: string | undefined): Pass | Rejection {
    const { connections, connectionsByAddress } = this.#limits;
    if (this.#connections >= connections) return 'full';
    if (address !== undefined) {
      if (!this.#connects.mayTake(address)) return 'address-rate';
      if (this.#byAddress.of(address) >= connectionsByAddress) return 'address-full';
      this.#byAddress.add(address, 1);
    }
    this.#connections += 1;
    return this.#pass(address);
  }

  #pass(address: string | undefined): Pass {
    let account: string | undefined;
    let isIn = true;
    const leaveAccount = (): void => {
      if (account !== undefined) this.#byAccount.add(account, -1);
      account = undefined;
    };
    return {
      mayAsk: () =>
        (address === undefined || this.#addressMessages.mayTake(address)) &&
        (account === undefined || this.#accountMessages.mayTake(account)),
      signIn: (name) => {
        if (name === account) return true;
        if (this.#byAccount.of(name) >= this.#limits.connectionsByAccount) return false;
        leaveAccount();
        account = name;
        this.#byAccount.add(name, 1);
        return true;
      },
      leave: () => {
        if (!isIn) return;
        isIn = false;
        leaveAccount();
        if (address !== undefined) this.#byAddress.add(address, -1);
        this.#connections -= 1;
      },
    };
  }
}

/** Numbers by name; a name with none is forgotten. */
class Counts {
  readonly #counts = new Map<string, number>();

  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  add(name: string, change: 1 | -1): void {
    const count = this.of(name) + change;
    if (count === 0) this.#counts.delete(name);
    else this.#counts.set(name, count);
  }
}
