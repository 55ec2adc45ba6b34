import {
  arbitrage,
  attribution,
  kelly,
  layOffByBacking,
  matchedLay,
  parlayLimit,
  timeCap,
} from '#risk/formulas/mod.ts';

import { chance, list, notNegative, odds, positive, share } from './fields.ts';
import { exactly, operation, type Kind } from './operation.ts';
import { refuse } from './read.ts';

const exchange = { stake: notNegative, odds, price: odds, commission: share };

export const stakingOperations: Kind = {
  kelly: operation({ p: chance, odds }, ({ p, odds: price }) => kelly(p, Number(price))),
  'lay-off-back': operation(exchange, ({ stake, odds: struck, price, commission }) =>
    layOffByBacking(stake, Number(struck), { price: Number(price), commission }),
  ),
  'matched-lay': operation(exchange, ({ stake, odds: struck, price, commission }) =>
    matchedLay(stake, Number(struck), { price: Number(price), commission }),
  ),
  arbitrage: operation(
    { odds: list(odds, { least: 2 }), total: notNegative },
    ({ odds: prices, total }) => arbitrage(prices.map(Number), total),
  ),
  'parlay-limit': operation(
    { legs: list(exactly({ p: chance, liability: notNegative, odds })) },
    ({ legs }) => {
      if (legs.every(({ p }) => p === 1)) refuse('legs', legs, 'must have a leg that can lose');
      return parlayLimit(legs.map((leg) => ({ ...leg, odds: Number(leg.odds) })));
    },
  ),
  attribution: operation(
    { stake: notNegative, legs: list(exactly({ odds, p: chance }), { most: 50 }) },
    ({ stake, legs }) =>
      attribution(
        stake,
        legs.map(({ odds: price, p }) => ({ odds: Number(price), p })),
      ),
  ),
  'time-cap': operation(
    { cap: notNegative, divider: positive, cutoffHours: positive, hoursToStart: notNegative },
    ({ hoursToStart, ...rule }) => ({ cap: timeCap(rule, hoursToStart) }),
  ),
};
