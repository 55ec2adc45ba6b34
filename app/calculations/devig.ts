import { devig, DEVIG_METHODS, overround } from '#odds/margin/mod.ts';
import {
  decimal,
  defined,
  list,
  number,
  oneOf,
  operation,
  optional,
  type Kind,
} from './operation.ts';

export const devigKind: Kind = {
  devig: operation(
    { method: oneOf(DEVIG_METHODS), odds: list(decimal), fairSum: optional(number) },
    ({ method, odds, fairSum }) => {
      const implied = odds.map((price) => 1 / Number(price));
      const { bookSum, margin } = overround(implied, fairSum);
      const fair = devig(implied, method, fairSum);
      if (fair === undefined) return { error: 'no-solution', bookSum, margin };
      return defined({ bookSum, margin, ...fair });
    },
  ),
};
