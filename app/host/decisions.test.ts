import { describe, expect, it } from 'vitest';

import type { DecideRequestOf, Odds, TraderCommand } from '#contracts/mod.ts';

import type { HostReply } from './inputs.ts';
import {
  betNumber,
  betOn,
  EventBook,
  HOME,
  HostRig,
  MATCH_RESULT,
  writtenBet,
} from './test-fixture.ts';

type Receive = DecideRequestOf<'receive'>;
type Scene = Readonly<{ rig: HostRig; book: EventBook; bet: Receive; stateHash: string }>;

const DELAY_MS = 3_000;

/** A bet that has been received in play; the producer's clock then passes its receipt. */
function received(changes: Partial<Receive> = {}): Scene {
  const { rig, book } = HostRig.inPlay({ inPlayDelayMs: DELAY_MS });
  const bet = betOn(rig, 1, changes);
  const reply = rig.take({ type: 'decide', request: bet });
  if (reply?.verdict !== 'received') throw new Error(JSON.stringify(reply));
  expect(reply).toMatchObject({ inPlay: true, delayMs: DELAY_MS, ownerEpoch: 1 });
  rig.now += DELAY_MS;
  rig.alive();
  return { rig, book, bet, stateHash: reply.stateHash };
}

const decide = ({ rig, bet, stateHash }: Scene): HostReply | undefined =>
  rig.take({
    type: 'decide',
    request: { ...bet, op: 'decide', stateHash, dueAt: bet.receivedAt + DELAY_MS },
  });

const trade = (
  scene: Scene,
  command: Pick<TraderCommand, 'kind'> & Record<string, unknown>,
): void => {
  const { rig } = scene;
  rig.take({
    type: 'command',
    command: {
      commandId: '01900000-0000-7000-8000-0000000000ff',
      fixtureId: rig.state.fixtureId,
      actor: 'trader',
      at: rig.now,
      ...command,
    } as TraderCommand,
  });
};

const goal = ({ rig, book }: Scene, side: 'home' | 'away'): void => {
  rig.feed(book.at('first-half', 10).make({ kind: 'goal', side, how: 'play' }, rig.now));
};

describe('receive', () => {
  it('asks a bet before the match for no delay', () => {
    const rig = new HostRig();
    rig.take({ type: 'rebuild', events: new EventBook().opening(), commands: [], bets: [] });
    rig.priceAll();
    const reply = rig.take({ type: 'decide', request: betOn(rig, 1) });
    expect(reply).toMatchObject({ verdict: 'received', delayMs: 0, inPlay: false });
  });

  it('has no side effect', () => {
    const { rig } = received();
    expect(rig.state.exposure.bets).toBe(0);
    expect(rig.state.reservations.size).toBe(0);
  });
});

describe('decide accepts', () => {
  it('with a token that says when, by whom and at which sequence', () => {
    const scene = received();
    const reply = decide(scene);
    expect(reply).toMatchObject({ verdict: 'accept', odds: scene.bet.selection.odds });
    if (reply?.verdict !== 'accept') return;
    const { state } = scene.rig;
    expect(reply.token).toEqual({
      betId: scene.bet.betId,
      fixtureId: state.fixtureId,
      shard: scene.rig.state.shard,
      ownerEpoch: 1,
      inputSeq: state.inputSeq,
      oddsSeq: state.oddsSeq,
      decidedAt: scene.rig.now,
      expiresAt: scene.rig.now + state.policy.tokenLifeMs,
    });
  });

  it('once: a repeated request gets the same token and reserves nothing more', () => {
    const scene = received();
    const first = decide(scene);
    scene.rig.now += 50;
    expect(decide(scene)).toEqual(first);
    expect(scene.rig.state.exposure.bets).toBe(1);
  });

  it('and frees the reservation when the placement gives it up', () => {
    const scene = received();
    decide(scene);
    const { fixtureId } = scene.rig.state;
    scene.rig.take({
      type: 'decide',
      request: { op: 'release', betId: scene.bet.betId, fixtureId },
    });
    expect(scene.rig.state.exposure.bets).toBe(0);
  });
});

describe('a match that changed', () => {
  it.each(['home', 'away'] as const)(
    'refuses after a goal of the %s side, priced or not',
    (side) => {
      const unpriced = received({ policy: 'any' });
      goal(unpriced, side);
      expect(decide(unpriced)).toEqual({ verdict: 'reject', code: 'MATCH_STATE_CHANGED' });
      const priced = received({ policy: 'any' });
      goal(priced, side);
      priced.rig.priceAll();
      expect(decide(priced)).toEqual({ verdict: 'reject', code: 'MATCH_STATE_CHANGED' });
    },
  );

  it('refuses after a sending-off and after a goal that was taken back', () => {
    const red = received();
    red.rig.feed(red.book.make({ kind: 'card', side: 'away', colour: 'second-yellow' }));
    red.rig.priceAll();
    expect(decide(red)).toMatchObject({ code: 'MATCH_STATE_CHANGED' });
    const varred = received();
    goal(varred, 'home');
    const cancels = `e${String(varred.rig.state.record.version)}`;
    varred.rig.feed(varred.book.make({ kind: 'correction', cancels }));
    varred.rig.priceAll();
    expect(decide(varred)).toMatchObject({ code: 'MATCH_STATE_CHANGED' });
  });

  it('does not mind a corner, a yellow card or the clock', () => {
    const scene = received({ policy: 'any' });
    const { rig, book } = scene;
    rig.feed(book.make({ kind: 'corner', side: 'home' }, rig.now));
    rig.feed(book.make({ kind: 'card', side: 'home', colour: 'yellow' }, rig.now));
    rig.feed(book.at('first-half', 2).make({ kind: 'clock' }, rig.now));
    expect(decide(scene)).toMatchObject({ verdict: 'accept' });
  });
});

describe('waiting', () => {
  it('asks again during danger, accepts when it passes, refuses when it lasts', () => {
    const scene = received();
    const { rig, book } = scene;
    rig.feed(book.make({ kind: 'bet-stop', reason: 'danger' }, rig.now));
    expect(decide(scene)).toEqual({ verdict: 'wait', retryAfterMs: 250 });
    rig.now += rig.state.policy.extensionMs + 1;
    rig.alive();
    expect(decide(scene)).toEqual({ verdict: 'reject', code: 'MARKET_SUSPENDED' });
    rig.feed(book.make({ kind: 'bet-start' }, rig.now));
    expect(decide(scene)).toMatchObject({ verdict: 'accept' });
  });

  it('waits until the producer has spoken of a time after the receipt', () => {
    const { rig } = HostRig.inPlay();
    const bet = betOn(rig, 1, { receivedAt: rig.now + 500 });
    const reply = rig.take({ type: 'decide', request: bet });
    if (reply?.verdict !== 'received') throw new Error('not received');
    rig.now += 600;
    const scene: Scene = { rig, book: null as never, bet, stateHash: reply.stateHash };
    expect(decide(scene)).toMatchObject({ verdict: 'wait' });
    rig.alive(bet.receivedAt);
    expect(decide(scene)).toMatchObject({ verdict: 'accept' });
  });
});

describe('refusals in order of precedence', () => {
  const breakers: readonly (readonly [code: string, breakIt: (scene: Scene) => void])[] = [
    ['HOST_UNAVAILABLE', ({ rig }) => rig.take({ type: 'ownership', trusted: false })],
    [
      'MATCH_STATE_CHANGED',
      (scene) => {
        goal(scene, 'home');
        scene.rig.priceAll();
      },
    ],
    [
      'FEED_DOWN',
      ({ rig }) => {
        rig.now += rig.state.policy.feedSilenceMs + 1;
        rig.take({ type: 'tick' });
      },
    ],
    [
      'MARKET_SUSPENDED',
      (scene) => {
        trade(scene, { kind: 'suspend' });
      },
    ],
    [
      'PRICE_CHANGED',
      (scene) => {
        trade(scene, { kind: 'margin', marketType: 'match-result', marginBps: 2_900 });
      },
    ],
    [
      'RISK_WORST_CASE',
      (scene) => {
        trade(scene, { kind: 'worst-case-limit', limitMinor: '1' });
      },
    ],
    [
      'RISK_BUDGET',
      ({ rig }) => rig.take({ type: 'budget', leasedMinor: '0', usedElsewhereMinor: '0' }),
    ],
  ];

  it.each(breakers)('%s alone', (code, breakIt) => {
    const scene = received();
    breakIt(scene);
    expect(decide(scene)).toMatchObject({ verdict: 'reject', code });
  });

  it.each(breakers.map(([code], at) => [code, at] as const))(
    '%s wins over everything after it',
    (code, at) => {
      const scene = received();
      for (const [, breakIt] of breakers.slice(at).reverse()) breakIt(scene);
      expect(decide(scene)).toMatchObject({ verdict: 'reject', code });
    },
  );
});

describe('limits', () => {
  it('says the largest stake, which is accepted, and one more is not', () => {
    const { rig } = HostRig.inPlay();
    const refused = rig.take({
      type: 'decide',
      request: betOn(rig, 1, { stakeMinor: '90000000' }),
    });
    if (refused?.verdict !== 'reject') throw new Error('accepted');
    const most = BigInt(refused.maxStakeMinor ?? '0');
    expect(most).toBeGreaterThan(0n);
    const taken = rig.take({
      type: 'decide',
      request: betOn(rig, 2, { stakeMinor: String(most) }),
    });
    expect(taken).toMatchObject({ verdict: 'received' });
    const over = rig.take({
      type: 'decide',
      request: betOn(rig, 3, { stakeMinor: String(most + 1n) }),
    });
    expect(over).toMatchObject({ verdict: 'reject', maxStakeMinor: String(most) });
    expect(
      rig.take({
        type: 'decide',
        request: {
          op: 'max-stake',
          accountId: betOn(rig, 4).accountId,
          currency: 'EUR',
          selection: betOn(rig, 4).selection,
        },
      }),
    ).toEqual({ verdict: 'max-stake', maxStakeMinor: String(most) });
  });

  it('scales what a customer may win by his factor, at most to what the house can lose', () => {
    const { rig } = HostRig.inPlay();
    const most = (stakeFactorBps?: number): bigint => {
      const { accountId, selection } = betOn(rig, 4);
      const question = { op: 'max-stake', accountId, currency: 'EUR', selection } as const;
      const factor = stakeFactorBps === undefined ? {} : { stakeFactorBps };
      const reply = rig.take({ type: 'decide', request: { ...question, ...factor } });
      return reply?.verdict === 'max-stake' ? BigInt(reply.maxStakeMinor) : -1n;
    };
    const ordinary = most();
    expect(most(10_000)).toBe(ordinary);
    // Rounded down to a whole minor unit.
    expect(ordinary - 4n * most(2_500)).toBeLessThan(4n);
    expect(4n * most(2_500)).toBeLessThanOrEqual(ordinary);
    expect(most(100_000)).toBeGreaterThanOrEqual(ordinary);
    const over = String(ordinary / 2n);
    const request = betOn(rig, 5, { stakeMinor: over, stakeFactorBps: 2_500 });
    expect(rig.take({ type: 'decide', request })).toMatchObject({ verdict: 'reject' });
  });

  it('tells a price that left long ago from one that just moved', () => {
    const { rig, book } = HostRig.inPlay();
    const bet = betOn(rig, 1);
    for (let minute = 5; minute <= 40; minute += 5) {
      rig.feed(book.at('first-half', minute).make({ kind: 'clock' }, rig.now));
    }
    expect(rig.offered(MATCH_RESULT, HOME)).not.toBe(bet.selection.odds);
    expect(rig.take({ type: 'decide', request: bet })).toMatchObject({ code: 'PRICE_CHANGED' });
    rig.now += 60_000;
    rig.alive();
    const late = { ...bet, receivedAt: rig.now };
    expect(rig.take({ type: 'decide', request: late })).toMatchObject({ code: 'PRICE_STALE' });
    const invented = { ...late, selection: { ...bet.selection, odds: 9_990_000 as Odds } };
    expect(rig.take({ type: 'decide', request: invented })).toMatchObject({ code: 'PRICE_STALE' });
  });

  it('counts a written bet and its reservation once', () => {
    const scene = received();
    decide(scene);
    scene.rig.take({ type: 'bet', bet: writtenBet(scene.bet) });
    expect(scene.rig.state.exposure.bets).toBe(1);
    expect(scene.rig.state.reservations.has(betNumber(1))).toBe(false);
  });
});
