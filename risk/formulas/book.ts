/** Payouts owed by one bet, scenario by scenario, and its stake. */
export type BetPayouts = Readonly<{ stake: number; payouts: readonly number[] }>;

export type JointWorst = Readonly<{
  /** Stakes less payouts in the worst scenario. */
  worst: number;
  /** Index of the first scenario in which it happens. */
  scenario: number;
  /** The sum of every bet's own worst case: what market-by-market books must hold. */
  separate: number;
}>;

/** @throws RangeError without bets, or when they do not share one list of scenarios. */
export function jointWorst(bets: readonly BetPayouts[]): JointWorst {
  const count = bets[0]?.payouts.length ?? 0;
  if (count === 0 || bets.some(({ payouts }) => payouts.length !== count)) {
    throw new RangeError('Every bet needs a payout in every scenario.');
  }
  let [worst, scenario] = [Infinity, 0];
  for (let at = 0; at < count; at += 1) {
    const profit = bets.reduce((sum, bet) => sum + bet.stake - (bet.payouts[at] ?? 0), 0);
    if (profit < worst) [worst, scenario] = [profit, at];
  }
  const separate = bets.reduce((sum, { stake, payouts }) => sum + stake - Math.max(...payouts), 0);
  return { worst, scenario, separate };
}

/** A single-winner bet of a book: `on` names its outcome. */
export type BookBet = Readonly<{ on: string; stake: number; odds: number }>;

/** Profit and loss by outcome of a book in which exactly one outcome wins. */
export function singleWinnerBook(
  outcomes: readonly string[],
  bets: readonly BookBet[],
): Readonly<{ pnl: Readonly<Record<string, number>>; worst: number }> {
  const stakes = bets.reduce((sum, { stake }) => sum + stake, 0);
  const profits = outcomes.map((outcome) => {
    const owed = bets.filter(({ on }) => on === outcome);
    return stakes - owed.reduce((sum, { stake, odds }) => sum + stake * odds, 0);
  });
  const pnl = Object.fromEntries(outcomes.map((outcome, at) => [outcome, profits[at] ?? 0]));
  return { pnl, worst: Math.min(...profits) };
}

/** Profit on a runner when it is among the winners, and when it is not. */
export type RunnerPosition = Readonly<{ win: number; lose: number }>;

/** Worst case when `winners` runners win: all lose, plus the smallest differences of as many runners. */
export function worstOfWinners(runners: readonly RunnerPosition[], winners: number): number {
  const lost = runners.reduce((sum, { lose }) => sum + lose, 0);
  return runners
    .map(({ win, lose }) => win - lose)
    .sort((left, right) => left - right)
    .slice(0, winners)
    .reduce((sum, difference) => sum + difference, lost);
}
