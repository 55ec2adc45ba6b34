import type { BetId, Currency } from '#contracts/mod.ts';

import type { OpenTicket, TicketSelection } from '../exposure/scenarios/mod.ts';
import type { OrderReport } from './exchange-port.ts';

/**
 * What is matched as a bet against ourselves, so that it stands in the same books as the bets it covers: a back is a bet
 * of a negative stake, on which the house wins what a bettor would lose. Commission is taken off its winnings.
 */
export function hedgeTicket(
  { matchedMinor, averageOdds }: Pick<OrderReport, 'matchedMinor' | 'averageOdds'>,
  on: Pick<TicketSelection, 'fixtureId' | 'backed' | 'key'>,
  terms: Readonly<{ betId: BetId; currency: Currency; side: 'back' | 'lay'; commission: number }>,
): OpenTicket {
  const { betId, currency, side, commission } = terms;
  // A layer pays commission on the backer's stake, which he wins when the selection loses.
  const won = side === 'back' ? (averageOdds - 1) * (1 - commission) : averageOdds - 1;
  const lost = side === 'back' ? 0 : commission;
  const stake = side === 'back' ? -matchedMinor : matchedMinor;
  const factors = [lost, (1 + lost) / 2, 1, 1 + won / 2, 1 + won];
  return {
    betId,
    currency,
    stake,
    unitStake: stake,
    folds: [1],
    selections: [{ ...on, factors, banker: false, paid: null }],
  };
}
