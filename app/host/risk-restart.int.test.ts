import { afterAll, beforeAll, expect, test } from 'vitest';

import { accountId, subjects, type BetId } from '#contracts/mod.ts';
import { newId, parserOf, publishJson, silentLogger, systemClock } from '#platform/mod.ts';
import {
  DEFAULT_LEASES,
  DEFAULT_RATES,
  FixtureChancesSchema,
  RiskService,
  startRiskService,
} from '#risk/mod.ts';

import { createBetReader } from '../bet-reader.ts';
import type { TestMatch } from './test-match.ts';
import { HostWorld } from './test-world.ts';

const LEASES = { ...DEFAULT_LEASES, leaseMs: 2_000 };
const parseChances = parserOf(FixtureChancesSchema);

let world: HostWorld;
beforeAll(async () => {
  world = await HostWorld.start();
});
afterAll(() => world.stop());

/** A risk service with a connection of its own, which can be taken away under it. */
async function riskService(name: string) {
  const nats = await world.nats.connect(name);
  const running = await startRiskService({
    nats,
    clock: systemClock,
    log: silentLogger(),
    source: createBetReader(world.pool),
    leases: LEASES,
  });
  let ended: Promise<unknown> | undefined;
  const stop = () => (ended ??= running.stop().catch(() => undefined));
  world.onStop(async () => {
    await stop();
  });
  return {
    service: running.service,
    /** As a process that is killed: nothing is said or stored any more. */
    kill: async () => {
      await nats.connection.close();
      await stop();
    },
  };
}

/** One that hears everything from the start and is never stopped; it leases nothing out. */
function shadowService(): RiskService {
  const shadow = new RiskService({
    clock: systemClock,
    source: createBetReader(world.pool),
    rates: DEFAULT_RATES,
    leases: LEASES,
    publish: { leases: () => undefined, portfolio: () => undefined },
    onError: (error) => {
      throw error;
    },
  });
  world.nats.nats.connection.subscribe(subjects.chancesAll, {
    callback: (error, message) => {
      if (!error) shadow.tail.believe(parseChances(message.json()));
    },
  });
  return shadow;
}

/** Bets one after the other until it is stopped; an accepted one is written and told, as the placement does. */
class Bettor {
  readonly accepted: BetId[] = [];
  readonly refusals: string[] = [];
  readonly #match: TestMatch;
  readonly #shadow: RiskService;
  #isDone = false;
  #run: Promise<void> = Promise.resolve();

  constructor(match: TestMatch, shadow: RiskService) {
    this.#match = match;
    this.#shadow = shadow;
  }

  start(): void {
    this.#isDone = false;
    this.#run = (async () => {
      while (!this.#isDone) await this.#bet();
    })();
  }

  async stop(): Promise<void> {
    this.#isDone = true;
    await this.#run;
  }

  async #bet(): Promise<void> {
    const bet = { ...(await this.#match.newBet('2000')), accountId: accountId(newId()) };
    const received = await this.#match.ask(bet);
    if (received.verdict !== 'received') return void this.refusals.push(codeOf(received));
    const { stateHash } = received;
    const decided = await this.#match.decided({
      ...bet,
      op: 'decide',
      stateHash,
      dueAt: bet.receivedAt,
    });
    if (decided.verdict !== 'accept') return void this.refusals.push(codeOf(decided));
    this.accepted.push(bet.betId);
    await world.writeBet(bet.betId, bet.selection, { stakeMinor: 2_000n });
    const message = await createBetReader(world.pool).bet(bet.betId);
    if (message === undefined) throw new Error('the bet was not written');
    await publishJson(world.nats.nats, subjects.bet('accepted'), message);
    await this.#shadow.onBet(message);
  }
}

const codeOf = (reply: object): string => ('code' in reply ? String(reply.code) : 'none');

test('the risk service dies while bets come: nothing is accepted without it, and it comes back as it was', async () => {
  const match = world.match();
  await world.host('host', { wanted: [match.shard] });
  const shadow = shadowService();
  const first = await riskService('risk-1');
  await match.open();
  const bettor = new Bettor(match, shadow);
  bettor.start();
  await expect.poll(() => bettor.accepted.length).toBeGreaterThan(20);
  await expect.poll(() => first.service.portfolio.openBets.length).toBeGreaterThan(10);

  await first.kill();
  // The lease that the host still has ends by itself; from there on it refuses every bet.
  await expect.poll(() => bettor.refusals.at(-1)).toBe('RISK_BUDGET');
  const [accepted, refused] = [bettor.accepted.length, bettor.refusals.length];
  await expect.poll(() => bettor.refusals.length).toBeGreaterThan(refused + 20);
  expect(bettor.accepted.length).toBe(accepted);

  // While it rebuilds, bets go on coming.
  const second = await riskService('risk-2');
  await expect.poll(() => bettor.accepted.length).toBeGreaterThan(accepted + 10);
  await bettor.stop();

  const open = await createBetReader(world.pool).openBets();
  expect(open.map(({ betId }) => betId).toSorted()).toEqual(bettor.accepted.toSorted());
  await expect.poll(() => second.service.portfolio.openBets.length).toBe(open.length);
  expect(second.service.portfolio.totals()).toEqual(shadow.portfolio.totals());
  const { house } = second.service.portfolio.totals();
  expect(house.bets).toBe(open.length);
  // The host tells its chances now and then; with the same ones both draw the same scenarios.
  await expect
    .poll(() => {
      const [now, never] = [second.service.tail.house(), shadow.tail.house()];
      return Math.abs(now.cvar99 - never.cvar99) + Math.abs(now.var95 - never.var95);
    })
    .toBeLessThan(1e-6);
  expect(shadow.tail.house().cvar99).toBeGreaterThan(0);
});
