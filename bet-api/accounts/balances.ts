import type { AccountId } from '#contracts/mod.ts';
import type { Queryable } from '#platform/mod.ts';

/** Minor units: free to stake, and held by bets that are not final, free bets left out. Undefined when there is no account. */
export type Balances = Readonly<{ balanceMinor: bigint; stakedMinor: bigint }>;

/** How many bets of the account are not final. */
export async function openBetsOf(db: Queryable, account: AccountId): Promise<number> {
  const { rows } = await db.query<{ open: bigint }>(
    `SELECT count(*) AS open FROM bet
     WHERE account_id = $1 AND status IN ('delayed', 'accepted')`,
    [account],
  );
  return Number(rows[0]?.open ?? 0n);
}

export async function balancesOf(db: Queryable, account: AccountId): Promise<Balances | undefined> {
  const { rows } = await db.query<Balances>(
    `SELECT w.balance_minor AS "balanceMinor",
            (SELECT coalesce(sum(stake_minor), 0)::bigint FROM bet
             WHERE account_id = $1 AND status IN ('delayed', 'accepted')
               AND bonus->>'kind' IS DISTINCT FROM 'free-bet') AS "stakedMinor"
     FROM ledger_account AS w WHERE w.id = $1`,
    [account],
  );
  return rows[0];
}
