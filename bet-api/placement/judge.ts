import { shardOf, type PricePolicy } from '#contracts/mod.ts';
import { selectionsOf } from '#markets/mod.ts';

import { checkHeldRules, type Customer } from '../accounts/customer.ts';
import { keepsMinOdds } from '../bonuses/take-bonus.ts';
import type { BetRow, LegRow } from './bet-row.ts';
import type { AcceptedLeg, Decision } from './decide.ts';
import { isClosed, type Facts } from './fence.ts';
import { refused, type Refused } from './order.ts';

type Accepting = Extract<Decision, { verdict: 'accept' }>;

/**
 * The last word on a bet that its hosts accepted: undefined when it stands. `now` is UTC ms, read after the
 * locks were taken.
 */
export function refusalAtAcceptance(
  bet: BetRow,
  { legs }: Accepting,
  { facts, customer, now }: Readonly<{ facts: Facts; customer: Customer; now: number }>,
): Refused | undefined {
  const selections = selectionsOf(bet.legs);
  if (selections.length !== legs.length || facts.tombstones.has(bet.betId))
    return refused('DECISION_EXPIRED');
  const pairs = selections.map((parts, at) => ({ parts, leg: legs[at] }));
  const isProved = pairs.every(({ parts, leg }) => leg && proves(leg, bet, parts[0]));
  const isCurrent = legs.every(
    ({ token }) => token.expiresAt > now && facts.epochs.get(token.shard) === token.ownerEpoch,
  );
  if (!isProved || !isCurrent) return refused('DECISION_EXPIRED');
  if (bet.legs.some((leg) => isClosed(leg, facts))) return refused('MARKET_CLOSED');
  const refusal = checkHeldRules(customer, now);
  if (refusal) return refused(refusal.code, refusal.detail);
  const isAgreed = pairs.every(
    ({ parts: [{ requestedOdds }], leg }) =>
      leg && keepsPolicy(bet.policy, requestedOdds, leg.odds),
  );
  if (!isAgreed) return refused('PRICE_CHANGED');
  const prices = legs.map(({ odds }) => odds);
  return keepsMinOdds(bet.bonus, prices)
    ? undefined
    : refused('BONUS_NOT_APPLICABLE', { condition: 'minOdds' });
}

const proves = ({ token }: AcceptedLeg, { betId }: BetRow, { fixtureId }: LegRow): boolean =>
  token.betId === betId && token.fixtureId === fixtureId && token.shard === shardOf(fixtureId);

/** Whether a bettor who saw `requested` takes `odds`. */
export function keepsPolicy(policy: PricePolicy, requested: number, odds: number): boolean {
  switch (policy) {
    case 'none':
      return odds === requested;
    case 'higher':
      return odds >= requested;
    case 'any':
      return true;
  }
}
