import {
  DEMANDS,
  farPrice,
  flowHold,
  indifferencePrice,
  inventoryQuote,
  liquiditySensitiveLmsr,
  lmsr,
  lmsrMaxLoss,
  multipleHold,
  optimalPrice,
  playRobustBook,
  poolQuote,
  purchase,
  robustLoss,
  tilt,
  utilityMargin,
} from '#risk/formulas/mod.ts';
import {
  decimal,
  decimalText,
  integer,
  list,
  number,
  oneOf,
  operation,
  optional,
  type Kind,
} from './operation.ts';

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

export const pricingOperations: Kind = {
  lmsr: operation({ q: list(number), b: number, buy: optional(list(number)) }, ({ q, b, buy }) => ({
    ...lmsr(b)(q),
    maxLoss: lmsrMaxLoss(b, q.length),
    ...(buy && purchase(lmsr(b), q, buy)),
  })),
  'ls-lmsr': operation(
    { q: list(number), alpha: number, buy: optional(list(number)) },
    ({ q, alpha, buy }) => {
      const maker = liquiditySensitiveLmsr(alpha);
      const state = maker(q);
      return {
        ...state,
        priceSum: sumOf(state.prices),
        ...(buy && purchase(maker, q, buy)),
      };
    },
  ),
  tilt: operation(
    {
      probabilities: list(number),
      payouts: list(number),
      b: number,
      more: optional(list(number)),
    },
    ({ probabilities, payouts, b, more }) => ({
      ...tilt(probabilities, payouts, b),
      ...(more && { indifference: indifferencePrice(probabilities, payouts, more, b) }),
    }),
  ),
  'robust-quotes': operation(
    { outcomes: integer, bets: integer, sequence: list(integer) },
    ({ outcomes, bets, sequence }) => playRobustBook(outcomes, bets, sequence),
  ),
  'robust-loss': operation({ outcomes: integer, bets: integer }, ({ outcomes, bets }) => {
    const loss = robustLoss(outcomes, bets);
    return { loss, overround: loss / bets - 1 };
  }),
  'pool-quote': operation(
    { funds: list(number), bet: number, outcome: integer },
    ({ funds, bet, outcome }) => {
      const quote = poolQuote(funds, bet, outcome);
      return { ...quote, odds: decimalText(quote.odds) };
    },
  ),
  'inventory-quote': operation(
    { mid: number, inventory: number, gamma: number, sigma: number, horizon: number, k: number },
    ({ mid, inventory, ...model }) => inventoryQuote(mid, inventory, model),
  ),
  'utility-margin': operation({ g: number, payout: number, k: number }, ({ g, payout, k }) => ({
    margin: utilityMargin(g, payout, k),
  })),
  'optimal-price': operation({ p: number, demand: oneOf(DEMANDS) }, ({ p, demand }) => ({
    price: optimalPrice(p, demand),
  })),
  'multiple-hold': operation({ legMargin: number, legs: integer }, ({ legMargin, legs }) => ({
    hold: multipleHold(legMargin, legs),
  })),
  'flow-hold': operation(
    { odds: decimal, share: number, winRate: number },
    ({ odds, share, winRate }) => ({ hold: flowHold(Number(odds), share, winRate) }),
  ),
  'far-price': operation(
    { backStakes: number, layLiability: number },
    ({ backStakes, layLiability }) => ({ price: decimalText(farPrice(backStakes, layLiability)) }),
  ),
};
