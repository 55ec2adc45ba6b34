import { betId, ODDS_SCALE, type LayOffOrder, type OutcomeResult } from '#contracts/mod.ts';
import { codeOf } from '#markets/mod.ts';

import { ticketOf, type OpenTicket } from '../exposure/scenarios/mod.ts';
import { hedgeTicket } from './hedge-ticket.ts';
import { riskMinorOf } from './limits.ts';

const BPS = 10_000;

/** What is matched of an order, as a bet of the house against itself; null when nothing is. */
export function positionTicket(order: LayOffOrder): OpenTicket | null {
  const matchedMinor = Number(order.matchedMinor);
  if (matchedMinor === 0) return null;
  const { fixtureId, marketKey, outcomeId, averageOdds, currency, side } = order;
  const id = betId(order.orderId);
  const { selections } = ticketOf({
    betId: id,
    currency,
    stakeMinor: '0',
    legs: [
      {
        ...{ leg: 0, fixtureId, marketKey, outcomeId, catalogueVersion: 1, result: null },
        odds: order.odds,
      },
    ],
  });
  const [on] = selections;
  if (on === undefined) return null;
  const commission = order.commissionBps / BPS;
  return hedgeTicket({ matchedMinor, averageOdds }, on, { betId: id, currency, side, commission });
}

/** The most that what is matched can lose. */
export const positionRiskMinor = ({ matchedMinor, averageOdds, side }: LayOffOrder): number =>
  riskMinorOf(side, Number(matchedMinor), averageOdds);

/** What is matched has won, below zero lost, and the commission on that, at least 0; in minor units. */
export type PositionProfit = Readonly<{ grossMinor: bigint; commissionMinor: bigint }>;

/** What it comes to when its selection ends like this. What is left after commission is rounded, half up. */
export function positionProfit(order: LayOffOrder, result: OutcomeResult): PositionProfit {
  const grossMinor = profitMinorOf({ ...order, commissionBps: 0 }, result);
  const netMinor = profitMinorOf(order, result);
  return { grossMinor, commissionMinor: grossMinor > netMinor ? grossMinor - netMinor : 0n };
}

function profitMinorOf(order: LayOffOrder, result: OutcomeResult): bigint {
  const ticket = positionTicket(order);
  const factor = ticket?.selections[0]?.factors[codeOf(result)] ?? 0;
  // Against ourselves: what such a bet would pay is what we get, and its stake what we staked.
  return ticket === null ? 0n : BigInt(Math.round(ticket.stake - ticket.stake * factor));
}

export const decimalOfOrder = ({ odds }: Pick<LayOffOrder, 'odds'>): number => odds / ODDS_SCALE;
