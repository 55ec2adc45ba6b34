import { ODDS_SCALE, type LayOffLimits, type LayOffOrder } from '#contracts/mod.ts';

import type { OrderSide } from './exchange-port.ts';

/** What an order can lose when all of it is matched: its stake, or what its backers win. Rounded up. */
export const riskMinorOf = (side: OrderSide, sizeMinor: number, odds: number): number =>
  side === 'back' ? sizeMinor : Math.ceil(sizeMinor * (odds - 1) - 1e-9);

/** What orders that were sent can lose, the newest order left out. */
export type Committed = Readonly<{ matchMinor: bigint; dayMinor: bigint }>;

/** Why an order may not be sent; undefined when it may. */
export function limitBroken(
  order: Pick<LayOffOrder, 'riskMinor' | 'sizeMinor' | 'odds'>,
  limits: LayOffLimits | undefined,
  committed: Committed,
): string | undefined {
  if (limits === undefined) return 'nothing is sent before a person has set limits';
  const riskMinor = BigInt(order.riskMinor);
  if (order.odds < limits.leastOdds)
    return `odds are below ${String(limits.leastOdds / ODDS_SCALE)}`;
  if (BigInt(order.sizeMinor) < BigInt(limits.smallestMinor))
    return `its size is below ${limits.smallestMinor}`;
  const rules = [
    ['of one order', riskMinor, limits.orderMinor],
    ['of one match', committed.matchMinor + riskMinor, limits.matchMinor],
    ['of one day', committed.dayMinor + riskMinor, limits.dayMinor],
  ] as const;
  const broken = rules.find(([, amount, most]) => amount > BigInt(most));
  return broken && `the limit ${broken[0]} is ${broken[2]}, and this would make it ${broken[1]}`;
}
