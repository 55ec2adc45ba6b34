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
  aboveMinusOne,
  chance,
  list,
  odds,
  oneOf,
  optional,
  positive,
  price,
  whole,
} from './fields.ts';
import { decimalText, defined, operation, type Kind } from './operation.ts';
import { refuse } from './read.ts';

/** Odds ×10,000 from a decimal string, without the error of a multiplication. */
function scaled(decimal: string): number {
  const [units = '', decimals = ''] = decimal.split('.');
  return Number(`${units}${decimals.padEnd(4, '0')}`) / 10 ** Math.max(0, decimals.length - 4);
}

export const marginKind: Kind = {
  apply: operation(
    {
      method: oneOf(APPLY_METHODS),
      probabilities: list(chance, { least: 2 }),
      margin: aboveMinusOne,
    },
    ({ method, probabilities, margin }) => {
      const book = priceBook(probabilities, margin, method);
      if (book === undefined) {
        return refuse('margin', margin, `has no ${method} prices here`, 'NO_SOLUTION');
      }
      const { implied, bookSum, invalid, k, c, z } = book;
      const prices = implied.map((p) => decimalText(1 / p));
      return defined({ odds: prices, bookSum, invalid, exponent: k, c, z });
    },
  ),
  overround: operation({ odds: list(odds), fairSum: optional(positive) }, (input) =>
    overround(
      input.odds.map((decimal) => 1 / Number(decimal)),
      input.fairSum,
    ),
  ),
  ladder: operation(
    { price, mode: oneOf(['nearest', 'up', 'down']), ticks: optional(whole) },
    ({ price: decimal, mode, ticks = 0 }) => {
      const asked = scaled(decimal);
      const placed = moveTicks(toLadder(asked, 'exchange', mode), 'exchange', ticks);
      return { price: decimalText(placed / 10_000, 2), onLadder: onLadder(asked, 'exchange') };
    },
  ),
  formats: operation({ odds }, (input) => oddsFormats(Number(input.odds))),
};
