import { describe, expect, it } from 'vitest';

import {
  marketKeyOf,
  ODDS_SCALE,
  outcomeId,
  type MarketKey,
  type Side,
  parseMarketKey,
} from '#contracts/mod.ts';
import { boardOf, buildFootballIndex } from '#markets/mod.ts';
import { defaultMarginBps } from '#odds/mod.ts';

import { marginInForce, nextPriceJob, takePrices } from './pricing-steps.ts';
import {
  betOn,
  EventBook,
  HOME,
  HostRig,
  MATCH_RESULT,
  solve,
  writtenBet,
} from './test-fixture.ts';

const HALF_TIME = marketKeyOf('half-time-result');
const CORRECT_SCORE = marketKeyOf('correct-score');

type Scene = ReturnType<typeof HostRig.inPlay>;

const goal = ({ rig, book }: Scene, side: Side, minute: number): void => {
  rig.feed(book.at('first-half', minute).make({ kind: 'goal', side, how: 'play' }, rig.now));
};
const quietly = (
  { rig, book }: Scene,
  phase: 'first-half' | 'second-half',
  minute: number,
): void => {
  rig.feed(book.at(phase, minute).make({ kind: 'clock' }, rig.now));
};
const chanceOf = (rig: HostRig, key: MarketKey, outcome: string): number =>
  rig.state.prices
    .find((market) => market.key === key)
    ?.outcomes.find(({ id }) => id === outcomeId(outcome))?.model ?? NaN;
const massOf = (vector: Float64Array | null): number =>
  (vector ?? new Float64Array()).reduce((sum, chance) => sum + chance, 0);

describe('questions for the worker', () => {
  it('are not asked before the feed has said what to expect', () => {
    const rig = new HostRig();
    const [fixture] = new EventBook().opening();
    if (fixture === undefined) throw new Error('no opening');
    rig.take({ type: 'rebuild', events: [fixture], commands: [], bets: [] });
    expect(nextPriceJob(rig.state)).toBeUndefined();
    expect(rig.odds().at(-1)?.state.suspended).toEqual(['model', 'handover']);
  });

  it('carry the match as it is now and a number that grows', () => {
    const scene = HostRig.inPlay();
    const before = scene.rig.state.jobId;
    goal(scene, 'away', 7);
    expect(scene.rig.jobs).toMatchObject([
      {
        jobId: before + 1,
        expectation: { totalGoals: 2.7, supremacy: 0.4 },
        state: { phase: 'first-half', elapsedMinutes: 7, firstHalf: { home: 0, away: 1 } },
        maxFirst: 5,
        maxSecond: 6,
      },
    ]);
  });
});

describe('an answer of the worker', () => {
  it('to an older question changes nothing at all', () => {
    const scene = HostRig.inPlay();
    const { rig } = scene;
    goal(scene, 'home', 10);
    const [old] = rig.jobs.splice(0);
    goal(scene, 'home', 11);
    if (old === undefined) throw new Error('no job');
    const { vector, model, prices, materialJob } = rig.state;
    expect(takePrices(rig.state, solve(old))).toBe(false);
    expect(rig.state).toMatchObject({ vector, model, prices, materialJob });
    expect(rig.state.materialJob).not.toBeNull();
    rig.priceAll();
    expect(rig.state.materialJob).toBeNull();
    expect(chanceOf(rig, CORRECT_SCORE, '1-0')).toBe(0);
    expect(chanceOf(rig, CORRECT_SCORE, '2-0')).toBeGreaterThan(0);
  });

  it('after many goals in one half brings a larger space, to which the exposure moves with it', () => {
    const scene = HostRig.inPlay();
    const { rig } = scene;
    const bet = betOn(rig, 1, { stakeMinor: '5000' });
    rig.take({ type: 'bet', bet: writtenBet(bet) });
    const owed = rig.state.exposure.liabilityMinor(MATCH_RESULT, HOME);
    for (const minute of [5, 10, 15, 20]) {
      goal(scene, 'home', minute);
      rig.priceAll();
    }
    const index = buildFootballIndex(7, 6);
    expect(rig.state.exposure.index).toBe(index);
    expect(rig.state.vector).toHaveLength(index.size);
    expect(massOf(rig.state.vector)).toBeCloseTo(1, 11);
    expect(rig.state.exposure.payouts).toHaveLength(index.size);
    expect(rig.state.exposure.liabilityMinor(MATCH_RESULT, HOME)).toBe(owed);
    expect(-rig.state.exposure.worstCaseMinor(rig.state.vector ?? undefined)).toBe(owed - 5000);
    // 4-0 is the last score that the market of scores names; five goals of a side are "other".
    expect(rig.state.board.has(CORRECT_SCORE)).toBe(true);
    goal(scene, 'home', 25);
    rig.priceAll();
    expect(rig.state.board.has(CORRECT_SCORE)).toBe(false);
    expect(rig.state.exposure.index).toBe(buildFootballIndex(8, 6));
    expect(chanceOf(rig, MATCH_RESULT, 'home')).toBeGreaterThan(0.99);
  });

  it('at half-time needs no more room for the first half than its score', () => {
    const scene = HostRig.inPlay();
    const { rig, book } = scene;
    for (const minute of [5, 10, 15, 20]) goal(scene, 'home', minute);
    rig.feed(book.at('half-time', 0).make({ kind: 'phase' }, rig.now));
    rig.priceAll();
    expect(rig.state.exposure.index).toBe(buildFootballIndex(5, 6));
    expect(massOf(rig.state.vector)).toBeCloseTo(1, 11);
    expect(chanceOf(rig, CORRECT_SCORE, '3-0')).toBe(0);
    expect(chanceOf(rig, CORRECT_SCORE, '4-0')).toBeGreaterThan(0.05);
  });
});

describe('half-time', () => {
  it('takes the half-time market away at the whistle, without waiting for a worker', () => {
    const scene = HostRig.inPlay();
    const { rig, book } = scene;
    quietly(scene, 'first-half', 44);
    expect(rig.state.board.has(HALF_TIME)).toBe(true);
    rig.feed(book.at('half-time', 0).make({ kind: 'phase' }, rig.now));
    const message = rig.odds().at(-1);
    expect(message?.removed).toContain(HALF_TIME);
    expect(message?.state).toMatchObject({ phase: 'half-time', halfTime: { home: 0, away: 0 } });
    rig.priceAll();
    rig.feed(book.at('second-half', 0).make({ kind: 'phase' }, rig.now));
    rig.priceAll();
    expect(rig.state.board.has(HALF_TIME)).toBe(false);
    const candidates = new Set(boardOf(rig.state.record).map(({ key }) => key));
    expect(rig.state.prices.length).toBeGreaterThan(60);
    expect(rig.state.prices.filter(({ key }) => !candidates.has(key))).toEqual([]);
  });
});

describe('a sending-off', () => {
  it('makes the side of eleven likelier, and a quiet minute later still', () => {
    const scene = HostRig.inPlay();
    const { rig, book } = scene;
    quietly(scene, 'first-half', 10);
    const even = chanceOf(rig, MATCH_RESULT, 'away');
    rig.feed(
      book.at('first-half', 10).make({ kind: 'card', side: 'home', colour: 'red' }, rig.now),
    );
    expect(rig.odds().at(-1)?.state.suspended).toContain('score');
    rig.priceAll();
    const ahead = chanceOf(rig, MATCH_RESULT, 'away');
    expect(ahead).toBeGreaterThan(even + 0.05);
    quietly(scene, 'first-half', 11);
    // One quiet minute moves a chance by a percent at most; forgetting the card would move it by five.
    expect(Math.abs(chanceOf(rig, MATCH_RESULT, 'away') - ahead)).toBeLessThan(0.02);
  });
});

describe('a quiet minute', () => {
  it('is priced without a worker, and what has not happened becomes less likely', () => {
    const scene = HostRig.inPlay();
    const { rig } = scene;
    const over = marketKeyOf('total-goals|line=2.5');
    const before = chanceOf(rig, over, 'over');
    const inputs = rig.effects.length;
    quietly(scene, 'first-half', 8);
    const effects = rig.effects.slice(inputs).map(({ type }) => type);
    expect(effects.filter((type) => type !== 'book')).toEqual(['reprice-soon', 'odds']);
    expect(chanceOf(rig, over, 'over')).toBeLessThan(before);
    expect(rig.jobs).toEqual([]);
  });

  it('agrees with what the worker says of the same minute', () => {
    const scene = HostRig.inPlay();
    const { rig } = scene;
    quietly(scene, 'first-half', 30);
    const quiet = rig.state.vector;
    const job = nextPriceJob(rig.state);
    if (job === undefined) throw new Error('no job');
    expect(solve(job).vector).toEqual(quiet);
  });
});

describe('margins', () => {
  it('of a market go before those of its type, and these before the default', () => {
    const { rig } = HostRig.inPlay();
    const [line, other] = rig.state.prices
      .map(({ key }) => key)
      .filter((key) => key.startsWith('total-goals'));
    if (line === undefined || other === undefined) throw new Error('no lines');
    const margin = (marginBps: number, marketKey?: MarketKey): void => {
      rig.take({
        type: 'command',
        command: {
          commandId: '01900000-0000-7000-8000-0000000000ff',
          fixtureId: rig.state.fixtureId,
          actor: 'trader',
          at: rig.now,
          kind: 'margin',
          marketType: 'total-goals',
          marginBps,
          ...(marketKey === undefined ? {} : { marketKey }),
        },
      });
    };
    const margins = () =>
      [line, other, MATCH_RESULT].map((key) => {
        const type = parseMarketKey(key)?.type ?? 'match-result';
        return marginInForce(rig.state, { key, type }, 2).bps;
      });
    const bookSum = (key: MarketKey): number =>
      (rig.state.board.get(key)?.outcomes ?? []).reduce(
        (sum, { odds }) => sum + ODDS_SCALE / (odds ?? Infinity),
        0,
      );
    const lines = defaultMarginBps('total-goals', 2, 'in-play');
    const result = defaultMarginBps('match-result', 3, 'in-play');
    expect(margins()).toEqual([lines, lines, result]);
    margin(2_000);
    expect(margins()).toEqual([2_000, 2_000, result]);
    margin(1_000, line);
    margin(1_500);
    expect(margins()).toEqual([1_000, 1_500, result]);
    expect(bookSum(line)).toBeCloseTo(1.1, 1);
    expect(bookSum(other)).toBeCloseTo(1.15, 1);
  });
});
