import { newId, type Pool } from '#platform/mod.ts';

/** Bets and ledger entries in PostgreSQL, as the services that own them write them. */
export type Books = Readonly<{
  bet(bet: Readonly<{ receivedAt: number; stakeMinor: bigint }>): Promise<string>;
  settle(betId: string, payoutMinor: bigint, at: number): Promise<void>;
  /** Two entries: the wallet against cash. */
  deposit(amountMinor: bigint, at: number): Promise<void>;
}>;

const CASH_EUR = '00000000-0000-8000-8000-000300455552';

export async function openBooks(pool: Pool): Promise<Books> {
  const [user, account] = [newId(), newId()];
  await pool.query(
    `INSERT INTO app_user (id, username, password_hash, role) VALUES ($1, 'anna', 'x', 'bettor')`,
    [user],
  );
  await pool.query(`INSERT INTO account (id, user_id, currency) VALUES ($1, $2, 'EUR')`, [
    account,
    user,
  ]);
  await pool.query(
    `INSERT INTO ledger_account (id, owner_id, purpose, currency, guarded, balance_minor)
     VALUES ($1, $1, 'wallet', 'EUR', true, 0)`,
    [account],
  );
  let entries = 0n;
  let balance = 0n;
  return {
    bet: async ({ receivedAt, stakeMinor }) => {
      const id = newId();
      await pool.query(
        `INSERT INTO bet (id, account_id, status, version, currency, stake_minor, potential_payout_minor,
           policy, received_at, due_at, decided_at, state_hash, in_play, open_legs)
         VALUES ($1, $2, 'accepted', 2, 'EUR', $3::bigint, $3::bigint * 2, 'higher', $4, $4, $4, '', false, 1)`,
        [id, account, stakeMinor, receivedAt],
      );
      await pool.query(
        `INSERT INTO bet_leg (bet_id, leg, fixture_id, market_key, outcome_id, requested_odds, odds)
         VALUES ($1, 0, 'test-1', 'match-result', 'home', 20000, 20000)`,
        [id],
      );
      return id;
    },
    settle: async (betId, payoutMinor, at) => {
      await pool.query(`UPDATE bet_leg SET result = 'won', result_version = 1 WHERE bet_id = $1`, [
        betId,
      ]);
      await pool.query(
        `UPDATE bet SET status = 'settled', version = version + 1, payout_minor = $2, settled_at = $3,
           open_legs = 0 WHERE id = $1`,
        [betId, payoutMinor, at],
      );
    },
    deposit: async (amountMinor, at) => {
      const transfer = newId();
      entries += 1n;
      balance += amountMinor;
      await pool.query(`INSERT INTO ledger_transfer (id, kind, at) VALUES ($1, 'deposit', $2)`, [
        transfer,
        at,
      ]);
      await pool.query(
        `INSERT INTO ledger_entry (transfer_id, account_id, amount_minor, balance_after_minor, account_version, at)
         VALUES ($1, $2, $3, $4, $5, $6), ($1, $7, -$3::bigint, NULL, NULL, $6)`,
        [transfer, account, amountMinor, balance, entries, at, CASH_EUR],
      );
    },
  };
}
