import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import {
  fixtureId,
  marketKey,
  marketKeyOf,
  ODDS_SCALE,
  outcomeId,
  SKEW_MODES,
  type CommandBody,
  type MarketKey,
  type TraderCommand,
} from '#contracts/mod.ts';

import { betOn, EventBook, HOME, HostRig, MATCH_RESULT, writtenBet } from './test-fixture.ts';

const DOUBLE_CHANCE = marketKeyOf('double-chance');

const commandOf = (body: CommandBody, at = 0): TraderCommand => ({
  commandId: '01900000-0000-7000-8000-0000000000aa',
  fixtureId: fixtureId('test-match'),
  actor: 'trader',
  at,
  ...body,
});
const tell = (rig: HostRig, body: CommandBody): void => {
  rig.take({ type: 'command', command: commandOf(body) });
};
const MODE = { kind: 'skew-mode', marketType: 'match-result' } as const;

/** A match before kick-off with 1,000.00 on the home win. */
function backed(
  commands: readonly TraderCommand[] = [],
  policy: ConstructorParameters<typeof HostRig>[0] = {},
): HostRig {
  const rig = new HostRig(policy);
  rig.take({ type: 'rebuild', events: new EventBook().opening(), commands, bets: [] });
  rig.priceAll();
  bet(rig, 1, '100000');
  return rig;
}
function bet(rig: HostRig, number: number, stakeMinor: string): void {
  rig.take({ type: 'bet', bet: writtenBet(betOn(rig, number, { stakeMinor })) });
  rig.now += 60_000;
  rig.take({ type: 'tick' });
}
const outcomesOf = (rig: HostRig, key: MarketKey) =>
  rig.state.prices.find((market) => market.key === key)?.outcomes ?? [];
const moves = (rig: HostRig, key: MarketKey): readonly number[] =>
  outcomesOf(rig, key).map(({ model, skewed }) => (skewed ?? NaN) - (model ?? NaN));
const moved = (rig: HostRig, key: MarketKey): boolean =>
  moves(rig, key).some((by) => Math.abs(by) > 1e-9);
const board = (rig: HostRig) =>
  rig.state.prices.map(({ key, outcomes }) => [key, outcomes.map(({ odds }) => odds)]);

describe('the skew of a market', () => {
  it('is the tilt until a trader says something else', () => {
    const rig = backed();
    const before = board(rig);
    expect([MATCH_RESULT, DOUBLE_CHANCE].map((key) => moved(rig, key))).toEqual([true, true]);
    tell(rig, { ...MODE, mode: 'tilt' });
    expect(board(rig)).toEqual(before);
  });

  it('can be off for one type, and the others move on', () => {
    const rig = backed();
    tell(rig, { ...MODE, mode: 'off' });
    expect([MATCH_RESULT, DOUBLE_CHANCE].map((key) => moved(rig, key))).toEqual([false, true]);
  });

  it('can follow the net liability of its own outcomes', () => {
    const rig = backed();
    tell(rig, { ...MODE, mode: 'ladder' });
    const [home = NaN, draw = NaN, away = NaN] = moves(rig, MATCH_RESULT);
    expect(home).toBeGreaterThan(0);
    expect(draw).toBeLessThan(0);
    expect(away).toBeLessThan(0);
    expect(home + draw + away).toBeCloseTo(0, 12);
    tell(rig, { kind: 'skew-mode', marketType: 'double-chance', mode: 'ladder' });
    // Nothing is staked there, so its own ladder has no reason to move.
    expect(moved(rig, DOUBLE_CHANCE)).toBe(false);
  });

  it('is off everywhere while the skew of the fixture is', () => {
    const rig = backed();
    tell(rig, { ...MODE, mode: 'ladder' });
    tell(rig, { kind: 'skew', enabled: false });
    expect(rig.state.prices.some(({ key }) => moved(rig, key))).toBe(false);
    tell(rig, { kind: 'skew', enabled: true });
    expect(moved(rig, MATCH_RESULT)).toBe(true);
  });

  it('of one line stands above that of its type', () => {
    const rig = backed();
    const total = { kind: 'skew-mode', marketType: 'total-goals' } as const;
    const [line, other] = ['1.5', '2.5'].map((at) => marketKeyOf(`total-goals|line=${at}`));
    if (line === undefined || other === undefined) throw new Error('two lines');
    tell(rig, { ...total, marketKey: line, mode: 'tilt' });
    tell(rig, { ...total, mode: 'off' });
    expect([line, other].map((key) => moved(rig, key))).toEqual([true, false]);
  });
});

it('goes by the money of the competition, where that is known', () => {
  const liquidity = (competition: string, liquidityMinor: number) => ({
    liquidityByCompetition: new Map([[competition, liquidityMinor]]),
  });
  const [shift = NaN] = moves(backed(), MATCH_RESULT);
  const [deep = NaN] = moves(backed([], liquidity('Test League', 40_000_000)), MATCH_RESULT);
  expect(deep).toBeGreaterThan(0);
  expect(shift / deep).toBeGreaterThan(10);
  expect(moves(backed([], liquidity('Another', 40_000_000)), MATCH_RESULT)[0]).toBe(shift);
});

describe('a setting with an end', () => {
  it('gives the price back at the first tick after it', () => {
    const rig = backed();
    const before = board(rig);
    tell(rig, { ...MODE, mode: 'off', until: rig.now + 1_000 });
    rig.now += 999;
    rig.take({ type: 'tick' });
    expect(moved(rig, MATCH_RESULT)).toBe(false);
    rig.now += 1;
    rig.take({ type: 'tick' });
    expect(moved(rig, MATCH_RESULT)).toBe(true);
    expect(board(rig)).toEqual(before);
  });

  it('of the margin is published with and without it', () => {
    const rig = backed();
    const price = rig.offered(MATCH_RESULT, HOME);
    const margin = { kind: 'margin', marketType: 'match-result', marginBps: 2_500 } as const;
    tell(rig, { ...margin, until: rig.now + 1_000 });
    expect(rig.offered(MATCH_RESULT, HOME)).toBeLessThan(price);
    rig.now += 1_000;
    rig.take({ type: 'tick' });
    expect(rig.offered(MATCH_RESULT, HOME)).toBe(price);
  });
});

it('the next owner skews as this one did, and ends what has ended', () => {
  const rig = backed();
  const commands = [
    commandOf({ ...MODE, mode: 'ladder' }, 1),
    commandOf({ ...MODE, mode: 'off', until: 900_000 }, 2),
    commandOf({ kind: 'skew-mode', marketType: 'double-chance', mode: 'off' }, 3),
  ];
  for (const command of commands) rig.take({ type: 'command', command });
  const next = backed(commands);
  const chances = (of: HostRig) =>
    of.state.prices.map(({ key, outcomes }) => [key, outcomes.map(({ skewed }) => skewed)]);
  expect(chances(next)).toEqual(chances(rig));
  expect([MATCH_RESULT, DOUBLE_CHANCE].map((key) => moved(next, key))).toEqual([true, false]);
});

const TYPES = ['match-result', 'double-chance', 'draw-no-bet', 'total-goals', 'correct-score'];
const settings = fc.array(
  fc.record({
    marketType: fc.constantFrom(...TYPES),
    mode: fc.constantFrom(...SKEW_MODES),
    marginBps: fc.constantFrom(0, 50, 500),
  }),
  { maxLength: 6 },
);
property.prop([settings, fc.integer({ min: 1, max: 3_000_000 })], { numRuns: 20 })(
  'whatever the modes, no bettor has an edge and no two of our own prices cover a result',
  (chosen, stakeMinor) => {
    const rig = backed();
    bet(rig, 2, String(stakeMinor));
    for (const { marketType, mode, marginBps } of chosen) {
      tell(rig, { kind: 'skew-mode', marketType, mode } as CommandBody);
      tell(rig, { kind: 'margin', marketType, marginBps } as CommandBody);
    }
    // A price with an edge for the bettor under one distribution of all markets is what every arbitrage must contain.
    for (const { outcomes } of rig.state.prices) {
      for (const { model, odds } of outcomes)
        if (odds !== null) expect(((model ?? NaN) * odds) / ODDS_SCALE).toBeLessThan(1);
    }
    const back = (key: MarketKey, id: string): number =>
      ODDS_SCALE / rig.offered(key, outcomeId(id));
    for (const [result, others] of [
      ['home', 'draw-or-away'],
      ['draw', 'home-or-away'],
      ['away', 'home-or-draw'],
    ] as const)
      expect(back(MATCH_RESULT, result) + back(DOUBLE_CHANCE, others)).toBeGreaterThan(1);
  },
);

describe('the pace of the skew', () => {
  const PACE = { leastMove: 0.002, everyMs: 1_000 };
  const priced = (pace = PACE): HostRig => {
    const rig = new HostRig({ pace });
    rig.take({ type: 'rebuild', events: new EventBook().opening(), commands: [], bets: [] });
    rig.priceAll();
    return rig;
  };
  const betNow = (rig: HostRig, number: number, stakeMinor: string): void => {
    rig.take({ type: 'bet', bet: writtenBet(betOn(rig, number, { stakeMinor })) });
    rig.take({ type: 'tick' });
  };
  const home = (rig: HostRig): number => outcomesOf(rig, MATCH_RESULT)[0]?.skewed ?? NaN;

  it('lets small bets wait until they come to a move together', () => {
    const rig = priced();
    const model = home(rig);
    betNow(rig, 1, '1000');
    // 20.00 owed of b = 20,000.00 is a thousandth.
    expect(home(rig)).toBe(model);
    betNow(rig, 2, '1000');
    betNow(rig, 3, '1000');
    expect(home(rig)).toBeGreaterThan(model);
  });

  it('moves at once, then not before its time, and then without another bet', () => {
    const rig = priced();
    const model = home(rig);
    betNow(rig, 1, '20000');
    const first = home(rig);
    expect(first).toBeGreaterThan(model);
    rig.now += 500;
    betNow(rig, 2, '20000');
    expect(home(rig)).toBe(first);
    rig.now += 499;
    rig.take({ type: 'tick' });
    expect(home(rig)).toBe(first);
    rig.now += 1;
    rig.take({ type: 'tick' });
    expect(home(rig)).toBeGreaterThan(first);
  });

  it('is that of each market on a ladder', () => {
    const rig = priced();
    tell(rig, { ...MODE, mode: 'ladder' });
    betNow(rig, 1, '100000');
    const first = home(rig);
    rig.now += 500;
    betNow(rig, 2, '100000');
    expect(home(rig)).toBe(first);
    rig.now += 500;
    rig.take({ type: 'tick' });
    expect(home(rig)).toBeGreaterThan(first);
  });

  it('never holds a suspension, the model or a trader back', () => {
    const rig = priced({ leastMove: 10, everyMs: 1e9 });
    const book = new EventBook();
    for (const event of book.opening()) rig.feed(event);
    rig.feed(book.at('first-half', 0).make({ kind: 'phase' }, rig.now));
    rig.priceAll();
    const model = home(rig);
    betNow(rig, 1, '200000');
    expect(home(rig)).toBe(model);
    tell(rig, { ...MODE, mode: 'tilt' });
    const tilted = home(rig);
    expect(tilted).toBeGreaterThan(model);
    rig.feed(book.at('first-half', 30).make({ kind: 'clock' }, rig.now));
    expect(home(rig)).toBeLessThan(tilted);
    expect(moved(rig, MATCH_RESULT)).toBe(true);
    rig.feed(book.make({ kind: 'goal', side: 'home', how: 'play' }, rig.now));
    expect(rig.odds().at(-1)?.state.suspended).toContain('score');
    rig.priceAll();
    expect(home(rig)).toBeGreaterThan(0.7);
  });

  property.prop([fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 8 })], {
    numRuns: 15,
  })('ends within its least move of where prices without one end', (stakes) => {
    const [paced, free] = [priced(), priced({ leastMove: 0, everyMs: 0 })];
    for (const rig of [paced, free]) {
      // Both take the same bets, at the same odds.
      stakes.forEach((stake, at) => {
        const bet = betOn(rig, at + 1, { stakeMinor: String(stake) });
        const selection = { ...bet.selection, odds: 21_000 as typeof bet.selection.odds };
        rig.take({ type: 'bet', bet: writtenBet({ ...bet, selection }) });
        rig.now += 300;
        rig.take({ type: 'tick' });
      });
      rig.now += 1_000;
      rig.take({ type: 'tick' });
    }
    const logit = (p: number): number => Math.log(p / (1 - p));
    expect(Math.abs(logit(home(paced)) - logit(home(free)))).toBeLessThanOrEqual(PACE.leastMove);
  });

  const asked = ({ effects }: HostRig): number =>
    effects.filter(({ type }) => type === 'reprice-soon').length;

  it('has nothing priced that would not move', () => {
    const rig = priced();
    betNow(rig, 1, '20000');
    rig.now += 60_000;
    betNow(rig, 2, '20000');
    const before = asked(rig);
    for (const number of [3, 4, 5]) {
      rig.now += 1_000;
      betNow(rig, number, '100');
    }
    expect(asked(rig)).toBe(before);
    betNow(rig, 6, '20000');
    expect(asked(rig)).toBe(before + 1);
  });

  it('does not keep the book waiting for the chances of a factor', () => {
    const { rig } = HostRig.inPlay({ pace: PACE });
    betNow(rig, 1, '20000');
    const { fixtureId: id, exposure } = rig.state;
    const key = marketKey('interval-result', { from: '60', to: '75' });
    const odds = rig.offered(key, HOME);
    const selection = { fixtureId: id, marketKey: key, outcomeId: HOME, odds };
    rig.take({ type: 'bet', bet: writtenBet(betOn(rig, 2, { stakeMinor: '1', selection })) });
    expect(exposure.awaitsLaws).toBe(true);
    rig.take({ type: 'tick' });
    expect(exposure.awaitsLaws).toBe(false);
  });

  const flow = fc.array(
    fc.record({
      stakeMinor: fc.integer({ min: 1, max: 40_000 }).map(String),
      afterMs: fc.constantFrom(0, 200, 900),
      mode: fc.option(fc.constantFrom(...SKEW_MODES), { freq: 5 }),
    }),
    { minLength: 1, maxLength: 10 },
  );
  property.prop([flow], { numRuns: 20 })(
    'is the same when the board is priced all the time',
    (bets) => {
      const [lazy, busy] = [priced(), priced()];
      const priceAnyway = (rig: HostRig): void => {
        if (rig.state.repricing === 'none') rig.state.repricing = 'board';
        rig.take({ type: 'reprice' });
      };
      bets.forEach(({ stakeMinor, afterMs, mode }, at) => {
        const bet = betOn(lazy, at + 1, { stakeMinor });
        for (const rig of [lazy, busy]) {
          if (mode !== null) tell(rig, { ...MODE, mode });
          rig.now += afterMs;
          rig.take({ type: 'bet', bet: writtenBet(bet) });
          rig.take({ type: 'tick' });
        }
        priceAnyway(busy);
        expect(lazy.state.prices).toEqual(busy.state.prices);
      });
    },
  );
});
