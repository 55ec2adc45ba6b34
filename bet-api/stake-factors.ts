import { Refusal, type AccountId } from '#contracts/mod.ts';
import { repeat, type Clock, type Logger, type Pool, type Repeated } from '#platform/mod.ts';

import type { HostPort } from './host-port.ts';

/** How old a factor may be; a bet that is placed meanwhile is decided with the one before. */
const READ_EVERY_MS = 2_000;
const ORDINARY_BPS = 10_000;

const FACTORS = `SELECT account_id AS "accountId", factor_bps AS bps FROM customer_factor
  WHERE factor_bps <> ${ORDINARY_BPS}`;
type Row = Readonly<{ accountId: AccountId; bps: number }>;

/** The stake factors of customers, read again and again. Few customers have one that is not ordinary. */
export type StakeFactors = Repeated & Readonly<{ of: (account: AccountId) => number | undefined }>;

/**
 * Without a database the factors read before go on. Before the first reading nobody's is known, and `of` throws
 * HOST_UNAVAILABLE: an unknown factor is not an ordinary one.
 */
export async function readStakeFactors({
  pool,
  clock,
  log,
}: Readonly<{ pool: Pool; clock: Clock; log: Logger }>): Promise<StakeFactors> {
  let factors: ReadonlyMap<AccountId, number> | null = null;
  const read = async (): Promise<void> => {
    const { rows } = await pool.query<Row>(FACTORS);
    factors = new Map(rows.map(({ accountId, bps }) => [accountId, bps]));
  };
  const onError = (error: unknown): void => {
    log.warn({ error }, 'stake factors were not read');
  };
  await read().catch(onError);
  const { stop } = repeat(clock, { everyMs: READ_EVERY_MS, work: read, onError });
  const of = (account: AccountId): number | undefined => {
    if (factors === null) {
      throw new Refusal('HOST_UNAVAILABLE', { because: 'stake factors were not read yet' });
    }
    return factors.get(account);
  };
  return { of, stop };
}

/** Tells the hosts the factor of each customer who has one that is not ordinary. */
export function withStakeFactors(host: HostPort, { of }: Pick<StakeFactors, 'of'>): HostPort {
  const told = <Request extends Readonly<{ accountId: AccountId }>>(request: Request) => {
    const stakeFactorBps = of(request.accountId);
    return stakeFactorBps === undefined ? request : { ...request, stakeFactorBps };
  };
  return {
    ...host,
    receive: async (request) => host.receive(told(request)),
    decide: async (request) => host.decide(told(request)),
    maxStake: async (request) => host.maxStake(told(request)),
  };
}
