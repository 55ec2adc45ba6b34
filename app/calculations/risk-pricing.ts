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
  aboveMinusOne,
  chance,
  list,
  notNegative,
  number,
  odds,
  oneOf,
  openChance,
  optional,
  positive,
  positiveCount,
  wholeFrom,
} from './fields.ts';
import { decimalText, operation, type Kind } from './operation.ts';
import { refuse } from './read.ts';

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** @throws InputError unless the second list is as long as the first, where it is given. */
function checkLength(first: readonly number[], field: string, second?: readonly number[]): void {
  if (second === undefined || second.length === first.length) return;
  refuse(field, second, `must hold ${first.length} values`);
}

const outcomes = wholeFrom(2, 30);
const two = { least: 2 };

export const pricingOperations: Kind = {
  lmsr: operation(
    { q: list(number, two), b: positive, buy: optional(list(number, two)) },
    ({ q, b, buy }) => {
      checkLength(q, 'buy', buy);
      return {
        ...lmsr(b)(q),
        maxLoss: lmsrMaxLoss(b, q.length),
        ...(buy && purchase(lmsr(b), q, buy)),
      };
    },
  ),
  'ls-lmsr': operation(
    { q: list(number, two), alpha: positive, buy: optional(list(number, two)) },
    ({ q, alpha, buy }) => {
      checkLength(q, 'buy', buy);
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
      probabilities: list(chance, two),
      payouts: list(number, two),
      b: positive,
      more: optional(list(number, two)),
    },
    ({ probabilities, payouts, b, more }) => {
      checkLength(probabilities, 'payouts', payouts);
      checkLength(probabilities, 'more', more);
      return {
        ...tilt(probabilities, payouts, b),
        ...(more && { indifference: indifferencePrice(probabilities, payouts, more, b) }),
      };
    },
  ),
  'robust-quotes': operation(
    { outcomes, bets: positiveCount, sequence: list(wholeFrom(0, 29), { least: 0 }) },
    ({ outcomes: count, bets, sequence }) => {
      if (sequence.length > bets) refuse('sequence', sequence, `must hold ${bets} bets at most`);
      sequence.forEach((on, at) => {
        if (on >= count) refuse(`sequence[${at}]`, on, `must be below ${count}`, 'NUMBER_INVALID');
      });
      return playRobustBook(count, bets, sequence);
    },
  ),
  'robust-loss': operation({ outcomes, bets: positiveCount }, ({ outcomes: count, bets }) => {
    const loss = robustLoss(count, bets);
    return { loss, overround: loss / bets - 1 };
  }),
  'pool-quote': operation(
    { funds: list(positive, two), bet: notNegative, outcome: wholeFrom(0, 999) },
    ({ funds, bet, outcome }) => {
      if (outcome >= funds.length) {
        refuse('outcome', outcome, `must be below ${funds.length}`, 'NUMBER_INVALID');
      }
      const quote = poolQuote(funds, bet, outcome);
      return { ...quote, odds: decimalText(quote.odds) };
    },
  ),
  'inventory-quote': operation(
    {
      mid: number,
      inventory: number,
      gamma: positive,
      sigma: notNegative,
      horizon: notNegative,
      k: positive,
    },
    ({ mid, inventory, ...model }) => inventoryQuote(mid, inventory, model),
  ),
  'utility-margin': operation(
    { g: positive, payout: positive, k: positive },
    ({ g, payout, k }) => ({ margin: utilityMargin(g, payout, k) }),
  ),
  'optimal-price': operation({ p: openChance, demand: oneOf(DEMANDS) }, ({ p, demand }) => ({
    price: optimalPrice(p, demand),
  })),
  'multiple-hold': operation(
    { legMargin: aboveMinusOne, legs: wholeFrom(1, 1000) },
    ({ legMargin, legs }) => ({ hold: multipleHold(legMargin, legs) }),
  ),
  'flow-hold': operation(
    { odds, share: chance, winRate: chance },
    ({ odds: price, share, winRate }) => ({ hold: flowHold(Number(price), share, winRate) }),
  ),
  'far-price': operation(
    { backStakes: positive, layLiability: notNegative },
    ({ backStakes, layLiability }) => ({ price: decimalText(farPrice(backStakes, layLiability)) }),
  ),
};
