import type { SelectionFlow } from './alerts.ts';
import type { WatchRules } from './watch-rules.ts';

/** As many bets are usual on anything that hardly anybody backs. */
const LEAST_USUAL = 0.05;
/** A match is at most so many times as popular, or unpopular, as others, and a selection as others in it. */
const MOST_POPULAR = 20;
const MOST_LIKED = 3;

const within = (value: number, most: number): number => Math.min(most, Math.max(1 / most, value));

/** What was bet on one selection of one fixture so far, stretch by stretch. */
export class SelectionTrack {
  readonly selection: string;
  readonly #rules: WatchRules;
  /** Of each stretch since the match moved last. */
  #prices: number[] = [];
  /** Bets, and as many as its popularity had made of what is usual, of each stretch. */
  readonly #stretches: { bets: number; expected: number; isSettling: boolean }[] = [];
  /** What counts of all stretches. */
  #bets = 0;
  #usual = 0;
  #now = { mean: 0, bets: 0, odds: undefined as number | undefined, isSettling: false };

  constructor(selection: string, rules: WatchRules) {
    this.selection = selection;
    this.#rules = rules;
  }

  /** Takes in what is usual in a stretch, what was bet, and whether the match itself moved its prices in it. */
  see(
    mean: number,
    flow: Readonly<{ bets: number; odds: number }> | undefined,
    { isMoved, isSettling }: Readonly<{ isMoved: boolean; isSettling: boolean }>,
  ): void {
    const { memory } = this.#rules;
    const { bets, odds } = flow ?? { bets: 0, odds: undefined };
    this.#now = { mean, bets, odds, isSettling };
    this.#bets = memory * this.#bets + bets;
    this.#usual = memory * this.#usual + mean;
    if (isMoved) this.#prices = [];
    else if (odds !== undefined) this.#prices.push(odds);
  }

  /**
   * The stretch that was taken in, against what is usual at how popular the match is by everything but the selection: its
   * own flow must not excuse itself.
   */
  flowBeside(allBets: number, allUsual: number): SelectionFlow {
    const { lag } = this.#rules;
    const { mean, bets, odds, isSettling } = this.#now;
    const usualOthers = allUsual - this.#usual;
    const popular = usualOthers > 0 ? (allBets - this.#bets) / usualOthers : 1;
    const expected = mean * within(popular, MOST_POPULAR);
    const oddsUsual = this.#prices[Math.max(0, this.#prices.length - 1 - lag)] ?? odds ?? 2;
    const baseline = Math.max(LEAST_USUAL, expected * this.#liking());
    this.#stretches.push({ bets, expected, isSettling });
    return { selection: this.selection, bets, baseline, oddsNow: odds ?? oddsUsual, oddsUsual };
  }

  /** How much more than usual the selection drew in this match before the last stretches. */
  #liking(): number {
    const { lag, prior } = this.#rules;
    if (prior === Infinity) return 1;
    const recent = this.#stretches.length - lag + 1;
    const before = this.#stretches.filter(({ isSettling }, at) => at < recent || isSettling);
    const bets = before.reduce((sum, stretch) => sum + stretch.bets, prior);
    return within(bets / before.reduce((sum, { expected }) => sum + expected, prior), MOST_LIKED);
  }
}
