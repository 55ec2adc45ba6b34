import { InputError, isOdds, ODDS_SCALE, type Odds } from '#contracts/mod.ts';

/**
 * The fractions that bookmakers of the United Kingdom and Ireland call, from short to long, in their
 * traditional form: 4/6 and 6/4, not 2/3 and 3/2 (racing's starting-price ladder with the steps below
 * 1/5 and above 100/1 that shops show).
 */
export const TRADITIONAL_FRACTIONS = [
  '1/100 1/80 1/66 1/50 1/40 1/33 1/28 1/25 1/22 1/20 1/18 1/16 1/14 1/12 1/11 1/10 1/9 1/8 2/15 1/7',
  '2/13 1/6 2/11 1/5 2/9 1/4 2/7 3/10 1/3 4/11 2/5 4/9 40/85 1/2 8/15 4/7 8/13 4/6 8/11 4/5 5/6 10/11',
  '20/21 1/1 21/20 11/10 23/20 6/5 5/4 13/10 11/8 7/5 6/4 8/5 13/8 7/4 9/5 15/8 2/1 85/40 11/5 9/4',
  '12/5 5/2 13/5 11/4 14/5 3/1 16/5 10/3 7/2 4/1 9/2 5/1 11/2 6/1 13/2 7/1 15/2 8/1 17/2 9/1 10/1 11/1',
  '12/1 14/1 16/1 18/1 20/1 22/1 25/1 28/1 33/1 40/1 50/1 66/1 80/1 100/1 125/1 150/1 200/1 250/1 300/1',
  '400/1 500/1 750/1',
]
  .join(' ')
  .split(' ');

const EVENS = /^ev(?:e?n)?s?$/iu;
const FRACTION = /^([1-9]\d{0,3})\s?\/\s?([1-9]\d{0,3})$/u;

/**
 * Odds of a fraction such as `11/8`, or of `evens`, to four decimals: 1 + profit/stake.
 * @throws InputError FORMAT_INVALID when it is no fraction of whole numbers, or outside 1.01 to 1000.
 */
export function oddsFromFraction(text: string): Odds {
  const trimmed = text.trim();
  const [, profit, stake] = FRACTION.exec(EVENS.test(trimmed) ? '1/1' : trimmed) ?? [];
  const odds = Math.round(ODDS_SCALE * (1 + Number(profit) / Number(stake)));
  if (isOdds(odds)) return odds;
  throw new InputError('FORMAT_INVALID', 'odds', text, 'must be a fraction as 11/8, from 1/100 up');
}

/** The traditional text of every price that is called as a fraction. */
const TEXTS: ReadonlyMap<Odds, string> = new Map(
  TRADITIONAL_FRACTIONS.map((text) => [oddsFromFraction(text), text]),
);

/** The fraction of a price of the fractional ladder; undefined for a price between two of them. */
export const fractionOf = (odds: Odds): string | undefined => TEXTS.get(odds);
