import { fairChances, type SimBoard } from './board.ts';
import { addBet, emptyBook, type SimBook } from './book.ts';

/** A stretch of a fixture in which nothing happens: chances by atom, as they stand. */
export type Moment = Readonly<{
  /** 0 before the match. */
  minute: number;
  inPlay: boolean;
  /** The chances by which the result is drawn. */
  truth: Float64Array;
  /** The chances that the house believes. */
  house: Float64Array;
  /** The chances behind the prices of other houses. */
  consensus: Float64Array;
}>;

/**
 * Makes decimal odds by selection of one market from the house's chances and those to quote from; 0 where no
 * price is offered. `published` holds the odds of now by selection, and is moved.
 */
export type Quoter = (
  market: number,
  chances: Readonly<{ model: Float64Array; skewed: Float64Array; inPlay: boolean }>,
  published: Float64Array,
) => void;

/** How a house sells: the same customers meet every policy. */
export type Desk = Readonly<{
  /** Decimal odds by selection; 0: not offered. */
  odds: Float64Array;
  book: SimBook;
  /** Takes over the chances of a new moment. */
  open: (moment: Moment) => void;
  /** Sells at most `stakeMinor` at the odds of now; returns what was sold. */
  take: (selection: number, stakeMinor: number) => number;
}>;

export type DeskSetting = Readonly<{ board: SimBoard; quote: Quoter }>;
export type Policy = (setting: DeskSetting) => Desk;

/** What a policy adds to selling at the house's own prices. */
export type Strategy = Readonly<{
  /** The chances to quote one market from, by selection of the whole board; the model's own when left out. */
  skew?: (market: number, state: DeskState) => Float64Array;
  /** The part of a stake that is sold; all of it when left out. */
  limit?: (bet: Readonly<{ selection: number; stakeMinor: number }>, state: DeskState) => number;
  /** Which markets get new prices after a bet; none when left out. */
  repriced?: (selection: number, state: DeskState) => readonly number[];
}>;

/** What a strategy sees of its desk. */
export type DeskState = Readonly<{
  board: SimBoard;
  book: SimBook;
  odds: Float64Array;
  moment: Moment;
  /** The house's chances by selection. */
  model: Float64Array;
  /** Stakes and payouts owed by selection: the book of a market on its own. */
  stakes: Float64Array;
  payouts: Float64Array;
}>;

/** A desk of a strategy: quotes all at each moment, then what the strategy wants to move. */
export function deskOf(strategy: Strategy, { board, quote }: DeskSetting): Desk {
  const count = board.selections.length;
  const book = emptyBook(board);
  const odds = new Float64Array(count);
  const [stakes, payouts] = [new Float64Array(count), new Float64Array(count)];
  const every = board.markets.map((_, market) => market);
  let state: DeskState | undefined;
  const price = (markets: readonly number[], now: DeskState): void => {
    for (const market of markets) {
      const skewed = strategy.skew?.(market, now) ?? now.model;
      quote(market, { model: now.model, skewed, inPlay: now.moment.inPlay }, odds);
    }
  };
  return {
    odds,
    book,
    open: (moment) => {
      const model = fairChances(board, moment.house);
      state = { board, book, odds, moment, model, stakes, payouts };
      price(every, state);
    },
    take: (selection, stakeMinor) => {
      const at = odds[selection] ?? 0;
      if (state === undefined || at === 0) return 0;
      const sold = strategy.limit?.({ selection, stakeMinor }, state) ?? stakeMinor;
      if (sold <= 0) return 0;
      addBet(book, board, { selection, stakeMinor: sold, odds: at });
      stakes[selection] = (stakes[selection] ?? 0) + sold;
      payouts[selection] = (payouts[selection] ?? 0) + sold * at;
      price(strategy.repriced?.(selection, state) ?? [], state);
      return sold;
    },
  };
}
