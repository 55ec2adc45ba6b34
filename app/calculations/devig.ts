import { devigOdds, DEVIG_METHODS } from '#odds/margin/mod.ts';

import { list, odds, oneOf, optional, positive } from './fields.ts';
import { operation, type Kind } from './operation.ts';

export const devigKind: Kind = {
  devig: operation(
    { method: oneOf(DEVIG_METHODS), odds: list(odds, { least: 2 }), fairSum: optional(positive) },
    ({ method, odds: prices, fairSum }) =>
      devigOdds(prices.map(Number), method, fairSum === undefined ? {} : { fairSum }),
  ),
};
