import { shardOf, type PricePolicy } from '#contracts/mod.ts';

import { checkHeldRules, type Customer } from '../accounts/customer.ts';
import type { BetRow } from './bet-row.ts';
import type { Decision } from './decide.ts';
import { refused, type Refused } from './order.ts';

/** What PostgreSQL says under the fence, after every lock is held. */
export type Facts = Readonly<{
  /** `fixture market`, with `*` for all markets of a fixture. */
  closed: ReadonlySet<string>;
  tombstones: ReadonlySet<string>;
  epochs: ReadonlyMap<number, number>;
}>;

export const closedId = (fixture: string, market: string): string => `${fixture} ${market}`;

type Accepting = Extract<Decision, { verdict: 'accept' }>;

/**
 * The last word on a bet that a host accepted: undefined when it stands. `now` is UTC ms, read after the
 * locks were taken.
 */
export function refusalAtAcceptance(
  bet: BetRow,
  decision: Accepting,
  { facts, customer, now }: Readonly<{ facts: Facts; customer: Customer; now: number }>,
): Refused | undefined {
  const { token, odds } = decision;
  const { betId, fixtureId, marketKey } = bet;
  const shard = shardOf(fixtureId);
  const meant = token.betId === betId && token.fixtureId === fixtureId && token.shard === shard;
  if (!meant || facts.tombstones.has(betId) || token.expiresAt <= now)
    return refused('DECISION_EXPIRED');
  if (facts.epochs.get(shard) !== token.ownerEpoch) return refused('DECISION_EXPIRED');
  const { closed } = facts;
  if (closed.has(closedId(fixtureId, marketKey)) || closed.has(closedId(fixtureId, '*')))
    return refused('MARKET_CLOSED');
  const refusal = checkHeldRules(customer, now);
  if (refusal) return refused(refusal.code, refusal.detail);
  return keepsPolicy(bet.policy, bet.requestedOdds, odds) ? undefined : refused('PRICE_CHANGED');
}

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
