import {
  arbitrage,
  attribution,
  kelly,
  layOffByBacking,
  matchedLay,
  parlayLimit,
  timeCap,
} from '#risk/formulas/mod.ts';
import { decimal, exactly, list, number, operation, type Kind } from './operation.ts';

const exchange = { stake: number, odds: decimal, price: decimal, commission: number };

export const stakingOperations: Kind = {
  kelly: operation({ p: number, odds: decimal }, ({ p, odds }) => kelly(p, Number(odds))),
  'lay-off-back': operation(exchange, ({ stake, odds, price, commission }) =>
    layOffByBacking(stake, Number(odds), { price: Number(price), commission }),
  ),
  'matched-lay': operation(exchange, ({ stake, odds, price, commission }) =>
    matchedLay(stake, Number(odds), { price: Number(price), commission }),
  ),
  arbitrage: operation({ odds: list(decimal), total: number }, ({ odds, total }) =>
    arbitrage(odds.map(Number), total),
  ),
  'parlay-limit': operation(
    { legs: list(exactly({ p: number, liability: number, odds: decimal })) },
    ({ legs }) => parlayLimit(legs.map((leg) => ({ ...leg, odds: Number(leg.odds) }))),
  ),
  attribution: operation(
    { stake: number, legs: list(exactly({ odds: decimal, p: number })) },
    ({ stake, legs }) =>
      attribution(
        stake,
        legs.map(({ odds, p }) => ({ odds: Number(odds), p })),
      ),
  ),
  'time-cap': operation(
    { cap: number, divider: number, cutoffHours: number, hoursToStart: number },
    ({ hoursToStart, ...rule }) => ({ cap: timeCap(rule, hoursToStart) }),
  ),
};
