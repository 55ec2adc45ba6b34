import { accountId, betId, transferId, type AccountId, type BetId } from '#contracts/mod.ts';
import { newId, withTransaction, type Pool } from '#platform/mod.ts';
import { othersEnded } from '#test/harness/mod.ts';

import {
  clearExchange,
  deposit,
  exchange,
  foldHouseAccounts,
  holdStake,
  openCustomerAccount,
  openHoldOf,
  post,
  postHold,
  releaseStake,
  reverseSettlement,
  settleBet,
  withdrawal,
  type Transfer,
} from '../mod.ts';
import { customer } from './customers.ts';

export type Book = Readonly<{
  account: AccountId;
  won: BetId;
  open: BetId;
  rejected: BetId;
  hold: string;
  exchange: string;
  refused: string;
}>;

/**
 * One customer with a bet in every state that the ledger can be in, one of them settled twice; a hold used in
 * part, an exchange that was cleared, a withdrawal that was refused, and folded house balances.
 */
export async function populate(db: Pool): Promise<Book> {
  const account = accountId(newId());
  const user = newId();
  await db.query(
    `INSERT INTO app_user (id, username, password_hash, role) VALUES ($1, 'ada', 'x', 'bettor')`,
    [user],
  );
  await db.query(`INSERT INTO account (id, user_id, currency) VALUES ($1, $2, 'EUR')`, [
    account,
    user,
  ]);
  await openCustomerAccount(db, account, { purpose: 'wallet', currency: 'EUR' });
  const owner = { accountId: account, currency: 'EUR', at: 10 } as const;
  const transfers: Transfer[] = [
    deposit({ ...owner, id: transferId(newId()), amountMinor: 100_00n }),
  ];
  const stakeMinor = 10_00n;
  const bet = async (status: string, payoutMinor: bigint | null = null): Promise<BetId> => {
    const id = betId(newId());
    await db.query(
      `INSERT INTO bet (id, account_id, status, currency, stake_minor, potential_payout_minor, payout_minor,
         policy, reason, received_at, due_at, decided_at, state_hash, in_play, open_legs, settled_at)
       VALUES ($1, $2, $3, 'EUR', $4, 2500, $5, 'any', $6, 10, 10, $7, 'hash', false, 1, $8)`,
      [
        id,
        account,
        status,
        stakeMinor,
        payoutMinor,
        status === 'rejected' ? 'MARKET_SUSPENDED' : null,
        status === 'delayed' ? null : 11,
        payoutMinor === null ? null : 12,
      ],
    );
    const stake = { ...owner, betId: id, stakeMinor };
    transfers.push(holdStake(stake));
    if (status === 'rejected') transfers.push(releaseStake(stake));
    if (payoutMinor !== null)
      transfers.push(settleBet({ ...stake, payoutMinor, resultVersion: 1 }));
    return id;
  };
  const won = await bet('settled', 25_00n);
  await bet('settled', 0n);
  await bet('void', stakeMinor);
  const open = await bet('accepted');
  await bet('delayed');
  const rejected = await bet('rejected');
  const again = { ...owner, betId: await bet('settled', 20_00n), stakeMinor };
  transfers.push(
    reverseSettlement({ ...again, payoutMinor: 20_00n, resultVersion: 1, availableMinor: 99_00n }),
    settleBet({ ...again, payoutMinor: 20_00n, resultVersion: 2 }),
  );
  const others = await othersOf(db, owner);
  await withTransaction(db, (client) => post([...transfers, ...others.transfers], client));
  await othersEnded(db);
  await foldHouseAccounts(db);
  return { account, won, open, rejected, ...others.ids };
}

type Owner = Readonly<{ accountId: AccountId; currency: 'EUR'; at: number }>;

async function othersOf(
  db: Pool,
  owner: Owner,
): Promise<{ transfers: Transfer[]; ids: Pick<Book, 'hold' | 'exchange' | 'refused'> }> {
  const fresh = (): ReturnType<typeof transferId> => transferId(newId());
  const dollars = await customer(db, 0n, 'USD');
  const held = openHoldOf({ ...owner, id: fresh(), amountMinor: 3_00n, expiresAt: null });
  const order = {
    id: fresh(),
    at: 10,
    sell: { ...owner, amountMinor: 2_00n },
    buy: { accountId: dollars, currency: 'USD' },
    rate: { numerator: 11n, denominator: 10n },
  } as const;
  const tooMuch = withdrawal({ ...owner, id: fresh(), amountMinor: 999_00n });
  const part = postHold({
    id: fresh(),
    holdId: held.id,
    at: 11,
    to: [{ accountId: owner.accountId, amountMinor: 1_00n }],
    rest: 'keep',
  });
  return {
    transfers: [held, part, exchange(order), clearExchange(order), tooMuch],
    ids: { hold: held.id, exchange: order.id, refused: tooMuch.id },
  };
}

/** As a superuser who knows what they are doing: triggers and checks off, one change. */
export const tamperWith = (pool: Pool, sql: string, values: unknown[] = []): Promise<unknown> =>
  withTransaction(pool, async (client) => {
    await client.query('SET LOCAL session_replication_role = replica');
    await client.query(`
      DO $$ DECLARE c record; BEGIN
        FOR c IN SELECT conrelid::regclass AS rel, conname FROM pg_constraint
                 WHERE contype = 'c' AND conrelid::regclass::text LIKE 'ledger%'
        LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.rel, c.conname); END LOOP;
      END $$`);
    await client.query('DROP INDEX IF EXISTS ledger_transfer_bet_key');
    return client.query(sql, values);
  });
