import { formatMoney, type AccountId, type Currency, type ErrorCode } from '#contracts/mod.ts';
import type { PoolClient } from '#platform/mod.ts';

export type AccountStatus = 'open' | 'closed' | 'excluded';

/** An account with its wallet, as their locked rows say. Money in minor units, times UTC ms. */
export type Customer = Readonly<{
  accountId: AccountId;
  currency: Currency;
  status: AccountStatus;
  /** While excluded: until then, or for good when null. */
  excludedUntil: number | null;
  dailyStakeLimitMinor: bigint | null;
  /** The UTC day that `stakedTodayMinor` counts. */
  stakeDay: number;
  stakedTodayMinor: bigint;
  balanceMinor: bigint;
  floorMinor: bigint;
}>;

const LOCK = `
  SELECT a.id AS "accountId", a.currency, a.status, a.excluded_until::float8 AS "excludedUntil",
         a.daily_stake_limit_minor AS "dailyStakeLimitMinor", a.stake_day::float8 AS "stakeDay",
         a.staked_today_minor AS "stakedTodayMinor", w.balance_minor AS "balanceMinor",
         coalesce(w.min_balance_minor, 0) AS "floorMinor"
  FROM account AS a JOIN ledger_account AS w ON w.id = a.id
  WHERE a.id = ANY ($1::uuid[]) ORDER BY a.id`;

/**
 * Locks accounts with their wallets, in the order of their ids: whoever locks several, here or in the
 * ledger, does it in that order, so nobody deadlocks.
 */
export async function lockCustomers(
  client: PoolClient,
  ids: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, Customer>> {
  const { rows } = await client.query<Customer>(`${LOCK} FOR NO KEY UPDATE`, [[...new Set(ids)]]);
  return new Map(rows.map((row) => [row.accountId, row]));
}

const DAY_MS = 86_400_000;
export const dayOf = (at: number): number => Math.floor(at / DAY_MS);

export const isExcluded = ({ status, excludedUntil }: Customer, now: number): boolean =>
  status === 'closed' || (status === 'excluded' && (excludedUntil === null || excludedUntil > now));

const stakedOn = (customer: Customer, now: number): bigint =>
  customer.stakeDay === dayOf(now) ? customer.stakedTodayMinor : 0n;

/** What is left of the daily limit; undefined without one. */
export function leftToStake(customer: Customer, now: number): bigint | undefined {
  const { dailyStakeLimitMinor: limit } = customer;
  if (limit === null) return undefined;
  const left = limit - stakedOn(customer, now);
  return left > 0n ? left : 0n;
}

export type AccountRefusal = Readonly<{
  code: Extract<ErrorCode, 'ACCOUNT_CLOSED' | 'ACCOUNT_STAKE_LIMIT' | 'INSUFFICIENT_FUNDS'>;
  detail: Readonly<Record<string, unknown>>;
}>;

/** The rules of an account for a new stake, in their order of precedence. */
export function checkStakeRules(
  customer: Customer,
  stakeMinor: bigint,
  now: number,
): AccountRefusal | undefined {
  if (isExcluded(customer, now)) return { code: 'ACCOUNT_CLOSED', detail: {} };
  const maxStake = (amount: bigint): Readonly<Record<string, unknown>> => ({
    maxStake: formatMoney(amount > 0n ? amount : 0n, customer.currency),
  });
  const left = leftToStake(customer, now);
  if (left !== undefined && stakeMinor > left)
    return { code: 'ACCOUNT_STAKE_LIMIT', detail: maxStake(left) };
  const free = customer.balanceMinor - customer.floorMinor;
  return stakeMinor > free ? { code: 'INSUFFICIENT_FUNDS', detail: maxStake(free) } : undefined;
}

/** The same rules once more when the bet is accepted, where its stake is already held and counted. */
export function checkHeldRules(customer: Customer, now: number): AccountRefusal | undefined {
  if (isExcluded(customer, now)) return { code: 'ACCOUNT_CLOSED', detail: {} };
  const { dailyStakeLimitMinor: limit } = customer;
  return limit !== null && stakedOn(customer, now) > limit
    ? { code: 'ACCOUNT_STAKE_LIMIT', detail: {} }
    : undefined;
}

export const withStakeHeld = (customer: Customer, stakeMinor: bigint, at: number): Customer => ({
  ...customer,
  balanceMinor: customer.balanceMinor - stakeMinor,
  stakeDay: Math.max(customer.stakeDay, dayOf(at)),
  stakedTodayMinor: (dayOf(at) > customer.stakeDay ? 0n : customer.stakedTodayMinor) + stakeMinor,
});

/** A stake that was held at `heldAt` comes back; it counts no longer if its day is still the one counted. */
export function withStakeReleased(
  customer: Customer,
  stakeMinor: bigint,
  heldAt: number,
): Customer {
  const counted = dayOf(heldAt) === customer.stakeDay;
  const left = customer.stakedTodayMinor - stakeMinor;
  return {
    ...customer,
    balanceMinor: customer.balanceMinor + stakeMinor,
    stakedTodayMinor: counted ? (left > 0n ? left : 0n) : customer.stakedTodayMinor,
  };
}

/** The counters of changed accounts, for the statement that writes them (`ACCOUNT_UPDATE`). */
export const accountChanges = (customers: Iterable<Customer>): string =>
  JSON.stringify(
    [...customers].map(({ accountId, stakeDay, stakedTodayMinor }) => ({
      id: accountId,
      stake_day: stakeDay,
      staked: String(stakedTodayMinor),
    })),
  );

/** As a part of a larger statement; `parameter` holds what accountChanges made. */
export const accountUpdate = (parameter: string): string => `
  UPDATE account AS a
  SET stake_day = c.stake_day, staked_today_minor = c.staked, version = a.version + 1
  FROM jsonb_to_recordset(${parameter}::jsonb) AS c (id uuid, stake_day bigint, staked bigint)
  WHERE a.id = c.id`;
