import {
  APPLY_METHODS,
  moveTicks,
  oddsFormats,
  onLadder,
  overround,
  priceBook,
  toLadder,
} from '#odds/margin/mod.ts';
import {
  decimal,
  decimalText,
  defined,
  integer,
  list,
  number,
  oneOf,
  operation,
  optional,
  type Kind,
} from './operation.ts';

/** Odds ×10,000 from a decimal string, without the error of a multiplication. */
function scaled(price: string): number {
  const [whole = '', decimals = ''] = price.split('.');
  return Number(`${whole}${decimals.padEnd(4, '0')}`) / 10 ** Math.max(0, decimals.length - 4);
}

export const marginKind: Kind = {
  apply: operation(
    { method: oneOf(APPLY_METHODS), probabilities: list(number), margin: number },
    ({ method, probabilities, margin }) => {
      const book = priceBook(probabilities, margin, method);
      if (book === undefined) return { error: 'no-solution' };
      const { implied, bookSum, invalid, k, c, z } = book;
      const odds = implied.map((price) => decimalText(1 / price));
      return defined({ odds, bookSum, invalid, exponent: k, c, z });
    },
  ),
  overround: operation({ odds: list(decimal), fairSum: optional(number) }, ({ odds, fairSum }) =>
    overround(
      odds.map((price) => 1 / Number(price)),
      fairSum,
    ),
  ),
  ladder: operation(
    { price: decimal, mode: oneOf(['nearest', 'up', 'down']), ticks: optional(integer) },
    ({ price, mode, ticks = 0 }) => {
      const odds = scaled(price);
      const placed = moveTicks(toLadder(odds, 'exchange', mode), 'exchange', ticks);
      return { price: decimalText(placed / 10_000, 2), onLadder: onLadder(odds, 'exchange') };
    },
  ),
  formats: operation({ odds: decimal }, ({ odds }) => oddsFormats(Number(odds))),
};
