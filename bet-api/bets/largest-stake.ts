import { formatMoney, Refusal, type BetBonus, type Currency } from '#contracts/mod.ts';
import { withTransaction } from '#platform/mod.ts';

import { isExcluded, leftToStake, lockCustomers, type Customer } from '../accounts/customer.ts';
import type { Identity } from '../accounts/tokens.ts';
import { MAX_STAKE_MINOR } from '../config.ts';
import { refusedByHost, type BetOrder, type OrderLeg } from '../placement/order.ts';
import { checkReturn, checkSelection } from '../placement/pre-filter.ts';
import { sharesWithBonus } from '../placement/share.ts';
import type { RoutePorts } from '../ports.ts';

/** A bet whose stake is not known yet. */
type Wanted = Pick<BetOrder, 'terms'> &
  Readonly<{
    legs: readonly [Omit<OrderLeg, 'teams'>, ...Omit<OrderLeg, 'teams'>[]];
    /** What every bet of the kind gets. */
    bonus: BetBonus | null;
  }>;
type Largest = Readonly<{ maxStake: string; lines?: number; unitStake?: string }>;

/**
 * The least of what the host of every leg would take, what the account may still stake today, and what it has: the
 * same on every line, of which there are `lines`. 0 when that is below the smallest stake. Throws the refusals
 * that a placement would meet whatever its stake.
 */
export async function largestStake(
  ports: RoutePorts,
  { accountId, currency }: Pick<Identity, 'accountId' | 'currency'>,
  wanted: Wanted,
): Promise<Largest> {
  refuseEarly(wanted, ports);
  const { pool, clock, config } = ports;
  const asker = { accountId, currency };
  const [uncapped, customers] = await Promise.all([
    askHosts(ports, asker, { ...wanted, stakeMinor: NO_CAP_STAKE, bonus: withoutCap(wanted) }),
    withTransaction(pool, (client) => lockCustomers(client, [accountId])),
  ]);
  const customer = customers.get(accountId);
  const ofAccount = customer ? mayStake(customer, clock.now()) : 0n;
  const own = least(ofAccount, MAX_STAKE_MINOR);
  let most = least(uncapped, own);
  // What a bonus adds for each unit of stake only falls with the stake, so that the hosts take what they are asked about.
  for (let round = 0; round < BONUS_ROUNDS && wanted.bonus !== null && most > 0n; round += 1) {
    const next = least(await askHosts(ports, asker, { ...wanted, stakeMinor: most }), own);
    if (next === most) break;
    most = next;
  }
  const lines = wanted.terms?.lines ?? 1;
  const whole = most - (most % BigInt(lines));
  const taken = whole < config.minStakeMinor[currency] ? 0n : whole;
  return { maxStake: formatMoney(taken, currency), ...unitOf(wanted, taken, currency) };
}

const least = (left: bigint, right: bigint): bigint => (left < right ? left : right);

const unitOf = ({ terms }: Wanted, stakeMinor: bigint, currency: Currency): Partial<Largest> =>
  terms === null
    ? {}
    : { lines: terms.lines, unitStake: formatMoney(stakeMinor / BigInt(terms.lines), currency) };

function refuseEarly({ legs, terms }: Wanted, { book, config, clock }: RoutePorts): void {
  for (const [leg, { selection }] of legs.entries()) {
    const early = checkSelection(selection, { book, config, nowMs: clock.monotonic() });
    if (early) throw new Refusal(early.code, terms === null ? early.detail : { leg });
  }
  const early = checkReturn({ legs, terms });
  if (early) throw new Refusal(early.code, early.detail);
}

/** A bonus whose cap no stake reaches, at a stake at which nothing of it is lost by rounding. */
const NO_CAP_STAKE = 1_000_000_000n;
const withoutCap = ({ bonus }: Wanted): BetBonus | null =>
  bonus === null || bonus.kind === 'free-bet'
    ? bonus
    : { ...bonus, capMinor: String(NO_CAP_STAKE ** 2n / 10n) };
/** How often hosts are asked with what a capped bonus adds at the stake found before. */
const BONUS_ROUNDS = 4;

/** The least that one of them would take of the whole bet if all other legs win; of several refusals the first leg's. */
async function askHosts(
  { host }: Pick<RoutePorts, 'host'>,
  { accountId, currency }: Pick<Identity, 'accountId' | 'currency'>,
  { legs, terms, bonus, stakeMinor }: Wanted & Readonly<{ stakeMinor: bigint }>,
): Promise<bigint> {
  const shares = sharesWithBonus(
    { stakeMinor, terms: bonus === null ? terms : atStake(terms, stakeMinor), bonus },
    legs.map(({ selection: { odds }, banker }) => ({ odds, banker })),
  );
  const replies = await Promise.all(
    legs.map(({ selection }, at) => {
      const share = shares[at];
      const whole = share === undefined ? {} : { share };
      return host.maxStake({ op: 'max-stake', accountId, selection, currency, ...whole });
    }),
  );
  const taken = replies.map((reply, at) => {
    if (reply.verdict === 'max-stake') return BigInt(reply.maxStakeMinor);
    const where = { currency, leg: terms === null ? undefined : at };
    const { code, detail } = refusedByHost(reply, where);
    throw new Refusal(code, detail);
  });
  return taken.reduce(least, MAX_STAKE_MINOR);
}

/** The lines at another stake. */
const atStake = (terms: BetOrder['terms'], stakeMinor: bigint): BetOrder['terms'] =>
  terms === null ? null : { ...terms, unitStakeMinor: String(stakeMinor / BigInt(terms.lines)) };

function mayStake(customer: Customer, now: number): bigint {
  if (isExcluded(customer, now)) throw new Refusal('ACCOUNT_CLOSED');
  const free = customer.balanceMinor - customer.floorMinor;
  const left = leftToStake(customer, now) ?? free;
  const lower = least(left, free);
  return lower > 0n ? lower : 0n;
}
