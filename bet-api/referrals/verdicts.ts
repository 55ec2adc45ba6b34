import {
  oddsToDecimal,
  Refusal,
  type BetId,
  type Odds,
  type ReferralVerdict,
} from '#contracts/mod.ts';
import { withTransaction, type Pool, type PoolClient } from '#platform/mod.ts';

/** How the waiting of a bet ended; `actor` is a user name, or `clock`. Money minor units, odds ×10,000, UTC ms. */
export type Verdict = Readonly<{
  betId: BetId;
  verdict: ReferralVerdict;
  stakeMinor: bigint | null;
  odds: Odds | null;
  actor: string;
  note: string;
  at: number;
}>;

type Waiting = Readonly<{ status: string; referredUntil: number | null }>;

/**
 * Ends the waiting, once: whoever is first under the bet's lock. A trader and the customer must come before its
 * end, the clock after. The same verdict of the same person once more is the first one. Throws REFERRAL_NOT_FOUND,
 * REFERRAL_DECIDED, REFERRAL_EXPIRED.
 */
export function giveVerdict(pool: Pool, wanted: Verdict): Promise<Verdict> {
  return withTransaction(pool, async (client) => {
    const bet = await lockBet(client, wanted.betId);
    if (bet?.referredUntil == null) throw new Refusal('REFERRAL_NOT_FOUND');
    // A second statement, because the first one's snapshot is older than the lock it waited for.
    const earlier = await findVerdict(client, wanted.betId);
    if (earlier) return repeated(earlier, wanted);
    const isOver = wanted.at >= bet.referredUntil;
    if (wanted.verdict === 'expire' && !isOver) throw new Error('it is too early to expire');
    if (wanted.verdict !== 'expire' && isOver)
      throw new Refusal('REFERRAL_EXPIRED', { expiresAt: bet.referredUntil });
    await client.query(
      `INSERT INTO bet_referral (bet_id, verdict, stake_minor, odds, actor, note, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        wanted.betId,
        wanted.verdict,
        wanted.stakeMinor,
        wanted.odds,
        wanted.actor,
        wanted.note,
        wanted.at,
      ],
    );
    return wanted;
  });
}

async function lockBet(client: PoolClient, bet: BetId): Promise<Waiting | undefined> {
  const { rows } = await client.query<Waiting>(
    `SELECT status, referred_until::float8 AS "referredUntil" FROM bet WHERE id = $1 FOR NO KEY UPDATE`,
    [bet],
  );
  return rows[0];
}

async function findVerdict(client: PoolClient, bet: BetId): Promise<Verdict | undefined> {
  const { rows } = await client.query<Verdict>(
    `SELECT bet_id AS "betId", verdict, stake_minor AS "stakeMinor", odds, actor, note, at::float8 AS at
     FROM bet_referral WHERE bet_id = $1`,
    [bet],
  );
  return rows[0];
}

/** The clock takes whatever came before it. */
function repeated(earlier: Verdict, wanted: Verdict): Verdict {
  const isSame =
    earlier.verdict === wanted.verdict &&
    earlier.actor === wanted.actor &&
    earlier.stakeMinor === wanted.stakeMinor &&
    earlier.odds === wanted.odds;
  if (isSame || wanted.verdict === 'expire') return earlier;
  throw new Refusal('REFERRAL_DECIDED', {
    verdict: earlier.verdict,
    ...(earlier.odds === null ? {} : { odds: oddsToDecimal(earlier.odds) }),
  });
}

const EXPIRED = {
  verdict: 'expire',
  stakeMinor: null,
  odds: null,
  actor: 'clock',
  note: '',
} as const;

/** What was decided about a bet whose waiting is over: by someone, or now by the clock. */
export const verdictAt = (pool: Pool, betId: BetId, at: number): Promise<Verdict> =>
  giveVerdict(pool, { ...EXPIRED, betId, at });
