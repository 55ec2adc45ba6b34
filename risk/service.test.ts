import { beforeEach, describe, expect, test } from 'vitest';

import {
  fixtureId,
  marketKeyOf,
  outcomeId,
  shardOf,
  type BetId,
  type BetMessage,
  type Odds,
} from '#contracts/mod.ts';
import { ManualClock, parserOf } from '#platform/mod.ts';

import { DEFAULT_RATES } from './exposure/mod.ts';
import {
  RiskLeasesSchema,
  RiskPortfolioSchema,
  type RiskLeases,
  type RiskPortfolio,
} from './messages.ts';
import { RiskService } from './service.ts';
import { accountOf, betMessage, betOf } from './testing/arbitraries.ts';

const parseLeases = parserOf(RiskLeasesSchema);
const parsePortfolio = parserOf(RiskPortfolioSchema);
const FIXTURE = fixtureId('league-1');
const POLICY = { budgetMinor: 100_000n, sliceMinor: 1_000n, leaseMs: 10_000 };

const bet = (number: number, index: number, status: BetMessage['status']): BetMessage =>
  betMessage(
    {
      betId: betOf(number),
      accountId: accountOf(1),
      marketKey: marketKeyOf('match-result'),
      outcomeId: outcomeId('home'),
      odds: 30_000 as Odds,
      stakeMinor: 1_000n,
      currency: 'EUR',
    },
    { status, fixture: FIXTURE, receivedAt: 0, index, number },
  );

/** PostgreSQL as the service sees it: the newest version of every bet. */
class Bets {
  readonly stored = new Map<BetId, BetMessage>();
  reads = 0;
  away = false;

  store(message: BetMessage): BetMessage {
    this.stored.set(message.betId, message);
    return message;
  }
  openBets = (): Promise<readonly BetMessage[]> => {
    if (this.away) return Promise.reject(new Error('PostgreSQL is away'));
    return Promise.resolve([...this.stored.values()].filter(({ status }) => status === 'accepted'));
  };
  bet = (betId: BetId): Promise<BetMessage | undefined> => {
    this.reads += 1;
    return Promise.resolve(this.stored.get(betId));
  };
}

describe('the risk service', () => {
  let clock: ManualClock;
  let bets: Bets;
  let leases: RiskLeases[];
  let portfolios: RiskPortfolio[];
  let errors: unknown[];
  let service: RiskService;

  const create = (): RiskService =>
    new RiskService({
      clock,
      source: bets,
      publish: {
        leases: (message) => leases.push(parseLeases(message)),
        portfolio: (message) => portfolios.push(parsePortfolio(message)),
      },
      rates: DEFAULT_RATES,
      leases: POLICY,
      onError: (error) => errors.push(error),
    });
  const alive = (owner: string, shards: readonly number[]) => {
    service.onHostAlive({ owner, shards: [...shards], at: clock.now() });
  };
  const lastLease = (owner: string) =>
    leases.at(-1)?.leases.find((lease) => lease.owner === owner)?.amountMinor;

  beforeEach(() => {
    clock = new ManualClock();
    bets = new Bets();
    leases = [];
    portfolios = [];
    errors = [];
    service = create();
  });

  test('starts from the open bets and publishes once a second what has changed', async () => {
    bets.store(bet(1, 0, 'accepted'));
    bets.store(bet(2, 1, 'settled'));
    await service.start();
    await clock.advance(1_000);
    expect(portfolios).toHaveLength(1);
    expect(portfolios[0]).toMatchObject({
      houseCurrency: 'EUR',
      house: { bets: 1, stakedMinor: '1000', returnMinor: '3000', worstCaseMinor: '-2000' },
      fixtures: [{ fixtureId: FIXTURE, bets: 1, worstCaseMinor: '-2000' }],
    });
    await clock.advance(3_000);
    expect(portfolios).toHaveLength(1);
    await service.onBet(bets.store(bet(1, 1, 'settled')));
    await clock.advance(1_000);
    expect(portfolios[1]?.house).toMatchObject({ bets: 0, worstCaseMinor: '0' });
    await service.stop();
    expect(clock.pending).toBe(0);
  });

  test('a message that comes twice or late has no second effect', async () => {
    await service.start();
    await service.onBet(bet(1, 0, 'accepted'));
    await service.onBet(bet(1, 0, 'accepted'));
    await service.onBet(bet(1, 1, 'settled'));
    await service.onBet(bet(1, 0, 'accepted'));
    expect(service.portfolio.openBets).toEqual([]);
    expect(bets.reads).toBe(0);
    await service.stop();
  });

  test('reads the bet where versions are missing', async () => {
    await service.start();
    bets.store(bet(1, 2, 'settled'));
    await service.onBet(bet(1, 1, 'accepted'));
    expect(bets.reads).toBe(1);
    expect(service.portfolio.openBets).toEqual([]);
    await service.stop();
  });

  test('leases the budget to the hosts that own the fixtures', async () => {
    bets.store(bet(1, 0, 'accepted'));
    await service.start();
    alive('host-1', [shardOf(FIXTURE)]);
    alive('host-2', [(shardOf(FIXTURE) + 1) % 64]);
    await clock.advance(1_000);
    expect(lastLease('host-1')).toBe('3000');
    expect(lastLease('host-2')).toBe('1000');
    expect(leases.at(-1)).toMatchObject({
      grantedAt: clock.now(),
      expiresAt: clock.now() + 10_000,
    });
    await service.stop();
  });

  test('half of the room that the tail leaves is shared out to the hosts', async () => {
    await service.start();
    alive('host-1', []);
    alive('host-2', []);
    await clock.advance(1_000);
    const rooms = () => leases.at(-1)?.leases.map(({ tailRoomMinor }) => tailRoomMinor);
    expect(rooms()).toEqual(['12500000', '12500000']);
    await service.onBet(bet(1, 0, 'accepted'));
    await clock.advance(1_000);
    // The bet wins 2,000 in more than a hundredth of the scenarios: that is its tail.
    expect(rooms()).toEqual(['12499500', '12499500']);
    await service.stop();
  });

  test('a silent host gets nothing new, and its bets stay part of the budget', async () => {
    bets.store(bet(1, 0, 'accepted'));
    await service.start();
    alive('host-1', [shardOf(FIXTURE)]);
    await clock.advance(1_000);
    await clock.advance(6_000);
    expect(lastLease('host-1')).toBeUndefined();
    expect(portfolios[0]?.leasedMinor).toBe('3000');
    await service.stop();
  });

  test('counts with the leases of an earlier run', async () => {
    service.restore({
      version: clock.now() + 500,
      grantedAt: clock.now(),
      expiresAt: clock.now() + 5_000,
      leases: [{ owner: 'host-1', amountMinor: '1', outstandingMinor: '99500' }],
    });
    await service.start();
    alive('host-2', []);
    await clock.advance(1_000);
    expect(lastLease('host-2')).toBe('500');
    expect(leases.at(-1)?.version).toBeGreaterThan(clock.now() - 1_000 + 500);
    await service.stop();
  });

  test('compares itself with PostgreSQL every minute, and leases go on while that is away', async () => {
    await service.start();
    bets.store(bet(1, 0, 'accepted'));
    bets.away = true;
    alive('host-1', []);
    await clock.advance(60_000);
    expect(errors).toHaveLength(1);
    expect(leases).toHaveLength(60);
    bets.away = false;
    await clock.advance(1_000);
    expect(service.portfolio.openBets).toHaveLength(1);
    await service.stop();
  });

  test('does not start without the open bets', async () => {
    bets.away = true;
    await expect(service.start()).rejects.toThrow('PostgreSQL is away');
    expect(clock.pending).toBe(0);
  });
});
