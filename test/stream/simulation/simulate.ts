import { shardOf, type FixtureId, type OddsMessage } from '#contracts/mod.ts';
import { ManualClock, seededRandom, type Random } from '#platform/mod.ts';
import type { Selection } from '#client/mod.ts';

import { AccountWorld } from './account-world.ts';
import { after, LossyWay, RELIABLE, type Loss } from './network.ts';
import { SimulatedClient, type ClientPlan } from './simulated-client.ts';
import { SimulatedGateway } from './simulated-gateway.ts';
import { TrueFixture } from './truth.ts';

/** What a run came to, so that a test can see that something happened at all. */
export type Outcome = Readonly<{
  seed: number;
  published: number;
  boards: number;
  closed: number;
  conflated: number;
  gone: number;
  takeovers: number;
  gatewayStops: number;
  /** Changes of bets that clients were told of. */
  bets: number;
}>;

/** A client's board was not what it should be. Running the seed again gives exactly the same run. */
class SimulationError extends Error {
  constructor(seed: number, problems: readonly string[]) {
    super(`seed ${String(seed)}: ${problems.join('; ')}`);
    this.name = 'SimulationError';
  }
}

const FIXTURES = 5;
const ROUNDS = 3;
const STORM_MS = 12_000;
/** Longer than the longest pause of a client, a second doubt and a resync together. */
const CALM_MS = 30_000;
const REMEMBERED = 200;

const STORM: Loss = { lost: 0.08, twice: 0.08, late: 0.15 };
const HOSTILE: Loss = { lost: 0.05, twice: 0.05, late: 0.1 };

const PLANS: readonly ClientPlan[] = [
  { name: 'everything', selections: [{}], bytesPerSecond: 1e6, loss: RELIABLE, msgpack: false },
  {
    name: 'main lines',
    selections: [{ mainOnly: true, windowMs: 250 }],
    bytesPerSecond: 1e6,
    loss: RELIABLE,
    msgpack: true,
  },
  {
    name: 'one competition',
    selections: [{ sport: 'football', competition: 'Cup', marketTypes: ['total-goals'] }],
    bytesPerSecond: 1e6,
    loss: RELIABLE,
    msgpack: false,
  },
  {
    name: 'two wishes',
    selections: [{ mainOnly: true }, { competition: 'League', windowMs: 1000 }],
    bytesPerSecond: 1e6,
    loss: RELIABLE,
    msgpack: false,
  },
  { name: 'slow', selections: [{}], bytesPerSecond: 6000, loss: RELIABLE, msgpack: false },
  {
    name: 'stops',
    selections: [{ windowMs: 50 }],
    bytesPerSecond: 1e6,
    loss: RELIABLE,
    msgpack: false,
  },
  { name: 'hostile way', selections: [{}], bytesPerSecond: 1e6, loss: HOSTILE, msgpack: true },
];
const SECOND_WISH: Selection = { marketTypes: ['match-result', 'asian-handicap'] };

/** Hosts, gateways and clients on one virtual clock, and what goes wrong between them; no sockets. */
class Simulation {
  readonly #seed: number;
  readonly #random: Random;
  readonly #clock = new ManualClock(0);
  readonly #fixtures = new Map<FixtureId, TrueFixture>();
  readonly #silentUntilMs = new Map<FixtureId, number>();
  readonly #log: OddsMessage[] = [];
  readonly #gateways: readonly SimulatedGateway[];
  readonly #ways: readonly LossyWay[];
  readonly #account: AccountWorld;
  readonly #clients: SimulatedClient[] = [];
  readonly #counts = { published: 0, takeovers: 0, gatewayStops: 0 };
  #isStormy = false;

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = seededRandom(seed);
    for (let index = 0; index < FIXTURES; index += 1) {
      const fixture = new TrueFixture(index, this.#random.fork(`fixture ${String(index)}`));
      this.#fixtures.set(fixture.id, fixture);
    }
    const gateways = ['ws://one', 'ws://two'];
    this.#ways = gateways.map(
      (url) => new LossyWay(this.#clock, this.#random.fork(`way ${url}`), RELIABLE),
    );
    this.#gateways = gateways.map(
      (url, index) =>
        new SimulatedGateway(url, {
          clock: this.#clock,
          random: this.#random.fork(url),
          requestImage: (fixture) => this.#answerImage(fixture, this.#ways[index]),
          readAccount: (named) => this.#account.read(this.#ways[index], named),
        }),
    );
    this.#account = new AccountWorld({
      clock: this.#clock,
      random: this.#random.fork('account'),
      gateways: this.#gateways,
    });
  }

  async run(): Promise<Outcome> {
    await Promise.all(this.#gateways.map((gateway) => this.#startGateway(gateway, [])));
    for (const plan of PLANS)
      this.#clients.push(
        new SimulatedClient(plan, {
          clock: this.#clock,
          random: this.#random.fork(plan.name),
          gateways: this.#gateways,
          fixtures: this.#fixtures,
          account: this.#account.truth,
        }),
      );
    const stops = [
      this.#clock.every(500, () => {
        this.#sayAlive();
      }),
      this.#clock.every(40, () => {
        this.#play();
      }),
      this.#clock.every(150, () => {
        if (this.#isStormy) this.#account.step();
      }),
      this.#clock.every(700, () => {
        this.#breakSomething();
      }),
    ];
    for (let round = 0; round < ROUNDS; round += 1) {
      this.#setStorm(true);
      await this.#clock.advance(STORM_MS);
      this.#setStorm(false);
      await this.#clock.advance(CALM_MS);
      this.#check(`round ${String(round)}`);
    }
    for (const stop of stops) stop();
    return this.#finish();
  }

  #finish(): Outcome {
    const sum = (field: keyof SimulatedClient['counts']): number =>
      this.#clients.reduce((total, { counts }) => total + counts[field], 0);
    const outcome = {
      seed: this.#seed,
      ...this.#counts,
      boards: sum('boards'),
      closed: sum('closed'),
      conflated: sum('conflated'),
      gone: sum('gone'),
      bets: sum('bets'),
    };
    for (const { client } of this.#clients) client.close();
    for (const gateway of this.#gateways) gateway.kill(null);
    return outcome;
  }

  #setStorm(isStormy: boolean): void {
    this.#isStormy = isStormy;
    for (const way of this.#ways) way.loss = isStormy ? STORM : RELIABLE;
    if (isStormy) return;
    this.#silentUntilMs.clear();
    for (const each of this.#clients) {
      each.calm();
      this.#setReading(each, true);
    }
    for (const gateway of this.#gateways)
      if (gateway.isUp) gateway.core?.upstream.askForEverything();
      else void this.#startGateway(gateway, this.#log);
  }

  #check(when: string): void {
    const problems = this.#clients.flatMap((each) =>
      [...each.problems, ...each.differences()].map((problem) => `${each.name} ${problem}`),
    );
    if (problems.length > 0) throw new SimulationError(this.#seed, [when, ...problems]);
  }

  #play(): void {
    if (!this.#isStormy) return;
    const fixture = this.#random.pick([...this.#fixtures.values()]);
    if (this.#isSilent(fixture.id)) return;
    for (let burst = this.#random.next() < 0.1 ? 4 : 1; burst > 0; burst -= 1)
      this.#publish(fixture.step());
  }

  #publish(message: OddsMessage): void {
    this.#counts.published += 1;
    this.#log.push(message);
    if (this.#log.length > REMEMBERED) this.#log.shift();
    for (const [index, way] of this.#ways.entries()) {
      const core = this.#gateways[index]?.core;
      // Who subscribes later is not sent what was published before, however late that comes to the others.
      way.carry(() => {
        if (core === this.#gateways[index]?.core) core?.upstream.takeOdds(structuredClone(message));
      });
    }
  }

  #sayAlive(): void {
    const fixtures = [...this.#fixtures.keys()].filter((id) => !this.#isSilent(id));
    for (const [index, way] of this.#ways.entries())
      way.carry(() =>
        this.#gateways[index]?.core?.upstream.takeAlive({
          owner: 'host',
          shards: fixtures.map(shardOf),
          fixtures,
        }),
      );
  }

  #answerImage(id: FixtureId, way: LossyWay | undefined): Promise<OddsMessage | { missing: true }> {
    return new Promise((resolve, reject) => {
      after(this.#clock, 1000, () => {
        reject(new Error('no answer in time'));
      });
      way?.carry(() => {
        if (this.#isSilent(id)) return;
        const image = this.#fixtures.get(id)?.image();
        way.carry(() => {
          resolve(structuredClone(image) ?? { missing: true });
        });
      });
    });
  }

  #isSilent(id: FixtureId): boolean {
    return (this.#silentUntilMs.get(id) ?? 0) > this.#clock.monotonic();
  }

  #breakSomething(): void {
    if (!this.#isStormy) return;
    const breaks = [
      () => {
        this.#replaceHost();
      },
      () => {
        this.#stopGateway();
      },
      () => {
        this.#cutConnection();
      },
      () => {
        this.#stopReading();
      },
      () => {
        this.#changeWish();
      },
      () => {
        if (this.#random.next() < 0.2) this.#account.loseStream();
        else this.#account.interrupt(this.#random.pick(this.#gateways));
      },
    ];
    this.#random.pick(breaks)();
  }

  /** The owner falls silent, and after a while another one takes over. */
  #replaceHost(): void {
    const fixture = this.#random.pick([...this.#fixtures.values()]);
    if (this.#isSilent(fixture.id)) return;
    const silentMs = 500 + this.#random.int(4000);
    this.#silentUntilMs.set(fixture.id, this.#clock.monotonic() + silentMs);
    after(this.#clock, silentMs + 1, () => {
      this.#counts.takeovers += 1;
      this.#publish(fixture.takeOver());
    });
  }

  #stopGateway(): void {
    const gateway = this.#random.pick(this.#gateways);
    if (!gateway.isUp) return;
    this.#counts.gatewayStops += 1;
    const drainMs = this.#random.next() < 0.5 ? 0 : 1500;
    if (drainMs > 0) gateway.drain(drainMs);
    else gateway.kill(this.#random.next() < 0.5 ? 1006 : null);
    const past = this.#random.next() < 0.5;
    after(this.#clock, drainMs + 100 + this.#random.int(2000), () => {
      if (!gateway.isUp) void this.#startGateway(gateway, past ? this.#log : []);
    });
  }

  async #startGateway(gateway: SimulatedGateway, past: readonly OddsMessage[]): Promise<void> {
    const started = gateway.start(past);
    this.#account.begin(gateway, past.length);
    await started;
  }

  #cutConnection(): void {
    const gateway = this.#random.pick(this.#gateways);
    if (gateway.connections.size === 0) return;
    const code = this.#random.next() < 0.7 ? 1006 : null;
    this.#random.pick([...gateway.connections]).cut(code);
  }

  #stopReading(): void {
    const stops = this.#clients.find(({ name }) => name === 'stops');
    if (stops !== undefined) this.#setReading(stops, stops.line.isPaused);
  }

  #setReading({ line }: SimulatedClient, isReading: boolean): void {
    line.isPaused = !isReading;
    for (const { connections } of this.#gateways)
      for (const connection of connections) {
        if (connection.line !== line) continue;
        if (isReading) connection.down.resume();
        else connection.down.pause();
      }
  }

  #changeWish(): void {
    const changeable = this.#clients.filter(({ name }) => name !== 'everything');
    const client = this.#random.pick(changeable);
    if (client.wanted.includes(SECOND_WISH)) client.unwant(SECOND_WISH);
    else client.want(SECOND_WISH);
  }
}

/** Plays one seed; throws SimulationError when a client's board was not what it should be. */
export const simulate = (seed: number): Promise<Outcome> => new Simulation(seed).run();
