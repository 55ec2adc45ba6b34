import { decidedShares, fairChances, paidByCode } from './board.ts';
import {
  CUSTOMER_KINDS,
  wishesOf,
  type Arrival,
  type Behaviour,
  type CustomerKind,
  type View,
} from './customers.ts';
import type { DeskSetting, Moment, Policy } from './desk.ts';

/** A fixture as chance has decided it, before any house quotes a price. */
export type SimMatch = Readonly<{
  moments: readonly Readonly<{ moment: Moment; arrivals: readonly Arrival[] }>[];
  /** The atom that happens. */
  result: number;
  liking: Float64Array;
  attention: Readonly<{ preMatch: Float64Array; inPlay: Float64Array }>;
}>;

export type KindFigures = Readonly<{ staked: number; profit: number }>;

/** What a house made of one fixture, in minor units. */
export type MatchFigures = Readonly<{
  staked: number;
  profit: number;
  /** The profit that the true chances at the time of each bet let expect: without luck. */
  expected: number;
  /** Stakes that customers wanted at the price shown and did not get. */
  refused: number;
  bets: number;
  /** The house's stakes and profit by kind of customer. */
  byKind: Readonly<Record<CustomerKind, KindFigures>>;
}>;

/** Prices of the other houses: the consensus with the same margins. */
function rivalOdds({ board, quote }: DeskSetting, { consensus, inPlay }: Moment): Float64Array {
  const odds = new Float64Array(board.selections.length);
  const chances = fairChances(board, consensus);
  board.markets.forEach((_, market) => {
    quote(market, { model: chances, skewed: chances, inPlay }, odds);
  });
  return odds;
}

/** What customers see beside the prices of the house; the same for every policy. */
export type MatchViews = readonly Omit<View, 'odds'>[];

export const viewsOf = (setting: DeskSetting, match: SimMatch): MatchViews =>
  match.moments.map(({ moment }) => ({
    board: setting.board,
    moment,
    rivals: rivalOdds(setting, moment),
    truth: fairChances(setting.board, moment.truth),
    decided: decidedShares(setting.board, moment.truth),
    consensus: fairChances(setting.board, moment.consensus),
    liking: match.liking,
    attention: moment.inPlay ? match.attention.inPlay : match.attention.preMatch,
  }));

/** Plays one fixture through a policy. */
export function playMatch(
  policy: Policy,
  setting: DeskSetting,
  match: SimMatch,
  known: Readonly<{ behaviour: Behaviour; views: MatchViews }>,
): MatchFigures {
  const { board } = setting;
  const desk = policy(setting);
  const byKind = Object.fromEntries(
    CUSTOMER_KINDS.map((kind) => [kind, { staked: 0, profit: 0 }]),
  ) as Record<CustomerKind, { staked: number; profit: number }>;
  let [refused, bets, expected] = [0, 0, 0];
  match.moments.forEach(({ moment, arrivals }, at) => {
    const base = known.views[at];
    if (base === undefined) return;
    desk.open(moment);
    const view = { ...base, odds: desk.odds };
    for (const arrival of arrivals) {
      for (const { selection, stakeMinor } of wishesOf(arrival, view, known.behaviour)) {
        const odds = desk.odds[selection] ?? 0;
        const sold = desk.take(selection, stakeMinor);
        refused += stakeMinor - sold;
        if (sold === 0) continue;
        bets += 1;
        const edge = odds * (view.truth[selection] ?? 0) - 1;
        expected -= sold * (view.decided[selection] ?? 0) * edge;
        const code = board.selections[selection]?.codes[match.result] ?? 0;
        byKind[arrival.kind].staked += sold;
        byKind[arrival.kind].profit += sold * (1 - (paidByCode(odds)[code] ?? 0));
      }
    }
  });
  const { owed, staked } = desk.book;
  const profit = staked - (owed[match.result] ?? 0);
  return { staked, profit, expected, refused, bets, byKind };
}
