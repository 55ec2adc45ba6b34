import { tilt, type SkewPolicy } from '../exposure/mod.ts';
import { fairChances } from './board.ts';
import { addBet, bookCvar99, stakeWithinWorst, worstLoss } from './book.ts';
import { deskOf, type DeskState, type Policy, type Strategy } from './desk.ts';

export const POLICY_NAMES = ['static', 'static-capped', 'lmsr', 'ladder', 'joint'] as const;
export type PolicyName = (typeof POLICY_NAMES)[number];

/** The figures of all policies; amounts in minor units. */
export type PolicyFigures = Readonly<{
  /** The worst loss of a fixture that `static-capped` allows. */
  worstCapMinor: number;
  /** b of the logarithmic market makers, one for each market. */
  lmsrLiquidityMinor: number;
  /** A net liability of so much shortens a price by so much. */
  ladderStepMinor: number;
  ladderShare: number;
  joint: JointFigures;
}>;

export type JointFigures = Readonly<{
  skew: SkewPolicy;
  /** The mean loss in the worst 1 % of a fixture that is allowed. */
  cvarCapMinor: number;
  /** Prices move at most once in so many bets. */
  betsBetweenMoves: number;
  /** No price pays more than this above the consensus' fair price. */
  aboveConsensus: number;
}>;

type Limit = NonNullable<Strategy['limit']>;

const within =
  (capMinor: number): Limit =>
  ({ selection, stakeMinor }, { book, board, moment, odds }) =>
    stakeWithinWorst(book, board, moment.house, {
      selection,
      stakeMinor,
      odds: odds[selection] ?? 0,
      capMinor,
    });

const HALVINGS = 12;

/** The part of a stake that keeps the tail of the fixture within the cap, to a 4,096th of the stake. */
const withinTail =
  (capMinor: number): Limit =>
  ({ selection, stakeMinor }, { book, board, moment, odds }) => {
    const after = (stake: number): number => {
      const next = { owed: book.owed.slice(), staked: book.staked };
      const bet = { selection, stakeMinor: stake, odds: odds[selection] ?? 0 };
      addBet(next, board, bet);
      // No tail is worse than the worst case, which is quicker to see.
      const worst = worstLoss(next, moment.house);
      return worst <= capMinor ? worst : bookCvar99(next, moment.house);
    };
    if (after(stakeMinor) <= capMinor) return stakeMinor;
    let [good, bad] = [0, stakeMinor];
    for (let halving = 0; halving < HALVINGS; halving += 1) {
      const middle = (good + bad) / 2;
      if (after(middle) <= capMinor) good = middle;
      else bad = middle;
    }
    return Math.floor(good);
  };

const ownMarket = (selection: number, { board }: DeskState): readonly number[] => {
  const market = board.selections[selection]?.market;
  return market === undefined ? [] : [market];
};

/** Chances of one market moved by a weight each, with the sum that they had. */
function reweighted(
  market: number,
  { board, model }: DeskState,
  weight: (selection: number) => number,
): Float64Array {
  const skewed = model.slice();
  const selections = board.markets[market]?.selections ?? [];
  let [before, after] = [0, 0];
  for (const selection of selections) {
    const chance = model[selection] ?? 0;
    before += chance;
    skewed[selection] = chance * weight(selection);
    after += skewed[selection];
  }
  for (const selection of selections) {
    skewed[selection] = Math.min(0.999, ((skewed[selection] ?? 0) * before) / after);
  }
  return skewed;
}

/** One logarithmic market maker a market (Hanson), with the model's chances as its prior. */
const lmsrStrategy = (b: number): Strategy => ({
  skew: (market, state) => {
    const own = state.board.markets[market]?.selections ?? [];
    const top = Math.max(...own.map((selection) => state.payouts[selection] ?? 0));
    return reweighted(market, state, (selection) =>
      Math.exp(((state.payouts[selection] ?? 0) - top) / b),
    );
  },
  repriced: ownMarket,
});

/** A trader's rule of thumb: net liability on a selection shortens it step by step. */
const ladderStrategy = (stepMinor: number, share: number): Strategy => ({
  skew: (market, state) => {
    const own = state.board.markets[market]?.selections ?? [];
    const staked = own.reduce((sum, selection) => sum + (state.stakes[selection] ?? 0), 0);
    return reweighted(market, state, (selection) => {
      const net = (state.payouts[selection] ?? 0) - staked;
      return (1 + share) ** Math.trunc(net / stepMinor);
    });
  },
  repriced: ownMarket,
});

/** The vector moved by the joint exposure, held between moves; see `tilt`. */
function jointStrategy({ skew, cvarCapMinor, ...rules }: JointFigures): Strategy {
  let bets = 0;
  let quoted: Readonly<{ moment: DeskState['moment']; bets: number; skewed: Float64Array }> | null =
    null;
  return {
    skew: (_, { board, book, moment }) => {
      if (quoted?.moment === moment && quoted.bets === bets) return quoted.skewed;
      const vector = tilt(moment.house, book.owed, skew);
      const rivals = fairChances(board, moment.consensus);
      const skewed = fairChances(board, vector).map((chance, selection) =>
        Math.max(chance, (rivals[selection] ?? 0) / (1 + rules.aboveConsensus)),
      );
      quoted = { moment, bets, skewed };
      return skewed;
    },
    limit: withinTail(cvarCapMinor),
    repriced: (_, { board }) => {
      bets += 1;
      return bets % rules.betsBetweenMoves === 0 ? board.markets.map((__, market) => market) : [];
    },
  };
}

/** The five ways of selling that a season compares. */
export const policiesOf = (figures: PolicyFigures): Readonly<Record<PolicyName, Policy>> => ({
  static: (setting) => deskOf({}, setting),
  'static-capped': (setting) => deskOf({ limit: within(figures.worstCapMinor) }, setting),
  lmsr: (setting) => deskOf(lmsrStrategy(figures.lmsrLiquidityMinor), setting),
  ladder: (setting) =>
    deskOf(ladderStrategy(figures.ladderStepMinor, figures.ladderShare), setting),
  joint: (setting) => deskOf(jointStrategy(figures.joint), setting),
});
