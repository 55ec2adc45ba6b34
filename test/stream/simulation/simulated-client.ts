import { isDeepStrictEqual } from 'node:util';

import { decode } from '@msgpack/msgpack';

import {
  connect,
  type Board,
  type OddsClient,
  type Selection,
  type Subscription,
} from '#client/mod.ts';
import type { Clock, Random } from '#platform/mod.ts';

import { after, LossyWay, RELIABLE, type Loss } from './network.ts';
import type { Line } from './simulated-connection.ts';
import type { SimulatedGateway } from './simulated-gateway.ts';
import type { TrueAccount } from './true-account.ts';
import type { TrueFixture } from './truth.ts';
import { visibleMarkets } from './visible.ts';

export type ClientWorld = Readonly<{
  clock: Clock;
  random: Random;
  gateways: readonly SimulatedGateway[];
  fixtures: ReadonlyMap<string, TrueFixture>;
  account: TrueAccount;
}>;

export type ClientPlan = Readonly<{
  name: string;
  selections: readonly Selection[];
  bytesPerSecond: number;
  loss: Loss;
  msgpack: boolean;
}>;

/** The published client on a simulated network, watched for whether it ever shows what never was. */
export class SimulatedClient {
  readonly name: string;
  readonly line: Line;
  readonly client: OddsClient;
  readonly problems: string[] = [];
  readonly counts = { boards: 0, closed: 0, conflated: 0, gone: 0, bets: 0 };
  readonly #world: ClientWorld;
  readonly #way: LossyWay;
  readonly #subscriptions = new Map<Selection, Subscription>();
  /** Every selection that there ever was: a message may have been made before one was ended. */
  readonly #everWanted = new Set<Selection>();

  constructor(plan: ClientPlan, world: ClientWorld) {
    const { clock, random, gateways } = world;
    this.name = plan.name;
    this.#world = world;
    this.#way = new LossyWay(clock, random.fork('way'), plan.loss);
    this.line = {
      bytesPerSecond: plan.bytesPerSecond,
      isPaused: false,
      // A way that loses nothing keeps the order too.
      mangle: (deliver) => {
        if (this.#way.loss === RELIABLE) deliver();
        else this.#way.carry(deliver);
      },
    };
    this.client = connect({
      url: gateways.map(({ url }) => url),
      token: 'bettor',
      ...(plan.msgpack ? { msgpack: decode } : {}),
      surroundings: {
        monotonicMs: () => clock.monotonic(),
        random: () => random.next(),
        after: (delayMs, task) => after(clock, delayMs, task),
        openSocket: (url, protocols, handlers) => {
          const gateway = gateways.find((each) => each.url === url);
          if (gateway === undefined) throw new Error(`no gateway at ${url}`);
          return gateway.accept(this.line, protocols, handlers);
        },
      },
    });
    for (const selection of plan.selections) this.want(selection);
    this.client.followAccount();
    void this.#watch();
  }

  get wanted(): readonly Selection[] {
    return [...this.#subscriptions.keys()];
  }

  want(selection: Selection): void {
    this.#everWanted.add(selection);
    this.#subscriptions.set(selection, this.client.subscribe(selection));
  }

  unwant(selection: Selection): void {
    this.#subscriptions.get(selection)?.close();
    this.#subscriptions.delete(selection);
  }

  /** From now on nothing is lost on the way any more. */
  calm(): void {
    this.#way.loss = RELIABLE;
  }

  /** How the boards differ from the truth of this moment; empty when they do not. */
  differences(): string[] {
    const found: string[] = [];
    if (this.client.status !== 'live') found.push(`is ${this.client.status}`);
    const ofAccount = this.#world.account.difference(this.client.account);
    if (ofAccount !== undefined) found.push(ofAccount);
    else if (!this.client.isAccountCurrent) found.push('does not trust its account');
    const held = new Map(this.client.boards().map((board) => [board.fixtureId, board]));
    for (const [id, fixture] of this.#world.fixtures) {
      const image = fixture.image();
      const expected = visibleMarkets(image, this.wanted);
      const board = held.get(id);
      if (expected === undefined && board === undefined) continue;
      const isSame =
        board !== undefined &&
        expected !== undefined &&
        isDeepStrictEqual(board.markets, expected) &&
        isDeepStrictEqual(board.state, image.state) &&
        isDeepStrictEqual(board.info, image.info);
      const availability = this.client.availability(id);
      const isTrusted = availability === 'open' || availability === 'suspended';
      if (!isSame || !isTrusted) found.push(`${id} is ${isSame ? availability : describe(board)}`);
    }
    return found;
  }

  async #watch(): Promise<void> {
    for await (const event of this.client) {
      if (event.type === 'gone') this.counts.gone += 1;
      if (event.type === 'account') {
        this.counts.bets += event.changed.length;
        if (!this.#world.account.everWas(event.account))
          this.problems.push('shows an account that never was');
      }
      if (event.type !== 'board') continue;
      this.counts.boards += 1;
      if (event.closed) this.counts.closed += 1;
      if (event.conflated !== undefined) this.counts.conflated += 1;
      const { board } = event;
      if (!this.#wasEverTrue(board))
        this.problems.push(`shows ${describe(board)}, which never was`);
    }
  }

  /** Whether the fixture ever stood so, seen through any subscriptions that the client may have had. */
  #wasEverTrue(board: Board): boolean {
    const truth = this.#world.fixtures.get(board.fixtureId)?.at(board);
    if (truth === undefined || !isDeepStrictEqual(truth.state, board.state)) return false;
    return subsetsOf([...this.#everWanted]).some((selections) =>
      isDeepStrictEqual(visibleMarkets(truth, selections), board.markets),
    );
  }
}

const describe = (board: Board | undefined): string =>
  board === undefined
    ? 'missing'
    : `${board.fixtureId} at ${String(board.epoch)}/${String(board.seq)} with ${String(board.markets.size)} markets`;

const subsetsOf = (selections: readonly Selection[]): readonly Selection[][] =>
  selections.reduce<Selection[][]>(
    (subsets, selection) => [...subsets, ...subsets.map((subset) => [...subset, selection])],
    [[]],
  );
