import { formatMoney, Refusal, type Selection } from '#contracts/mod.ts';
import { withTransaction } from '#platform/mod.ts';

import { isExcluded, leftToStake, lockCustomers, type Customer } from '../accounts/customer.ts';
import type { Identity } from '../accounts/tokens.ts';
import { refusedByHost } from '../placement/order.ts';
import { checkSelection } from '../placement/pre-filter.ts';
import type { RoutePorts } from '../ports.ts';

/** The least of what the host would take, what the account may still stake today, and what it has. */
export async function largestStake(
  { pool, host, book, clock, config }: RoutePorts,
  { accountId, currency }: Pick<Identity, 'accountId' | 'currency'>,
  selection: Selection,
): Promise<{ maxStake: string }> {
  const early = checkSelection(selection, { book, config, nowMs: clock.monotonic() });
  if (early) throw new Refusal(early.code, early.detail);
  const [reply, customers] = await Promise.all([
    host.maxStake({ op: 'max-stake', accountId, selection, currency }),
    withTransaction(pool, (client) => lockCustomers(client, [accountId])),
  ]);
  if (reply.verdict === 'reject') {
    const { code, detail } = refusedByHost(reply, { currency });
    throw new Refusal(code, detail);
  }
  const customer = customers.get(accountId);
  const ofHost = BigInt(reply.maxStakeMinor);
  const ofAccount = customer ? mayStake(customer, clock.now()) : 0n;
  return { maxStake: formatMoney(ofHost < ofAccount ? ofHost : ofAccount, currency) };
}

function mayStake(customer: Customer, now: number): bigint {
  if (isExcluded(customer, now)) throw new Refusal('ACCOUNT_CLOSED');
  const free = customer.balanceMinor - customer.floorMinor;
  const left = leftToStake(customer, now) ?? free;
  const least = left < free ? left : free;
  return least > 0n ? least : 0n;
}
