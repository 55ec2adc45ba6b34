import { BONUS_INVARIANTS } from './bonus-invariants.ts';
import { CASH_OUT_EXACT } from './cash-out-invariant.ts';
import { HOLD_INVARIANTS } from './hold-invariants.ts';
import type { Invariant } from './invariant.ts';
import { LAY_OFF_INVARIANTS } from './lay-off-invariants.ts';
import { PAYMENT_INVARIANTS } from './payment-invariants.ts';

const OPEN_BET = `('delayed', 'accepted')`;
/** Of `bet AS b`: what its customer staked; that of a free bet is the house's. */
const OWN_STAKE = `CASE WHEN b.bonus->>'kind' = 'free-bet' THEN 0 ELSE b.stake_minor END`;

export const INVARIANTS: readonly Invariant[] = [
  {
    name: 'transfer-balanced',
    says: 'the entries of every transfer sum to zero in every currency',
    subject: 'ledger_transfer',
    query: `
      SELECT e.transfer_id::text AS first, 'is off by ' || sum(e.amount_minor) || ' ' || a.currency AS problem
      FROM ledger_entry AS e JOIN ledger_account AS a ON a.id = e.account_id
      GROUP BY e.transfer_id, a.currency HAVING sum(e.amount_minor) <> 0
      ORDER BY min(e.id) LIMIT 1`,
  },
  {
    name: 'currency-balanced',
    says: 'all accounts of a currency sum to zero',
    subject: 'ledger_account',
    query: `
      SELECT a.currency AS first, 'entries sum to ' || sum(e.amount_minor) AS problem
      FROM ledger_entry AS e JOIN ledger_account AS a ON a.id = e.account_id
      GROUP BY a.currency HAVING sum(e.amount_minor) <> 0 ORDER BY a.currency LIMIT 1`,
  },
  {
    name: 'transfer-whole',
    says: 'every transfer has at least two entries that carry its bet and its time',
    subject: 'ledger_transfer',
    query: `
      SELECT t.id::text AS first,
             'has ' || count(e.id) || ' entries, ' || count(e.id) FILTER (
               WHERE e.bet_id IS DISTINCT FROM t.bet_id OR e.at <> t.at) || ' of them another bet or time' AS problem
      FROM ledger_transfer AS t LEFT JOIN ledger_entry AS e ON e.transfer_id = t.id
      GROUP BY t.id
      HAVING count(e.id) < 2 OR bool_or(e.bet_id IS DISTINCT FROM t.bet_id OR e.at <> t.at)
      ORDER BY t.id LIMIT 1`,
  },
  {
    name: 'transfer-unique',
    says: 'a bet is held, released, settled and reversed at most once per version',
    subject: 'ledger_transfer',
    query: `
      SELECT min(id::text) AS first,
             count(*) || ' transfers of kind ' || kind || ' for bet ' || bet_id AS problem
      FROM ledger_transfer WHERE bet_id IS NOT NULL
      GROUP BY bet_id, kind, version HAVING count(*) > 1 ORDER BY first LIMIT 1`,
  },
  {
    name: 'balance-is-sum',
    says: 'the balance of a customer account is the sum of its entries and its version their number',
    subject: 'ledger_account',
    query: `
      SELECT a.id::text AS first,
             'balance ' || a.balance_minor || ' at version ' || a.version || ', but ' || count(e.id) ||
             ' entries sum to ' || coalesce(sum(e.amount_minor), 0) AS problem
      FROM ledger_account AS a LEFT JOIN ledger_entry AS e ON e.account_id = a.id
      WHERE a.guarded GROUP BY a.id
      HAVING a.balance_minor <> coalesce(sum(e.amount_minor), 0) OR a.version <> count(e.id)
      ORDER BY a.id LIMIT 1`,
  },
  {
    name: 'chain-continuous',
    says: 'each entry of a customer account continues from the balance of the one before',
    subject: 'ledger_entry',
    query: `
      SELECT id::text AS first,
             'entry ' || coalesce(account_version::text, 'without number') || ' of account ' || account_id || ' says ' ||
             coalesce(balance_after_minor::text, 'nothing') || ' after ' || before || ' and ' || amount_minor AS problem
      FROM (
        SELECT e.*, coalesce(lag(balance_after_minor) OVER chain, 0) AS before,
               coalesce(lag(account_version) OVER chain, 0) AS version_before
        FROM ledger_entry AS e JOIN ledger_account AS a ON a.id = e.account_id AND a.guarded
        WINDOW chain AS (PARTITION BY e.account_id ORDER BY e.id)
      ) AS linked
      WHERE balance_after_minor IS DISTINCT FROM before + amount_minor
         OR account_version IS DISTINCT FROM version_before + 1
      ORDER BY id LIMIT 1`,
  },
  {
    name: 'floor-kept',
    says: 'no account is below its floor',
    subject: 'ledger_account',
    query: `
      SELECT id::text AS first, 'balance ' || balance_minor || ' is below ' || min_balance_minor AS problem
      FROM ledger_account WHERE balance_minor < min_balance_minor ORDER BY id LIMIT 1`,
  },
  {
    name: 'stake-held',
    says: 'the held stake of an open bet is its stake, that of a final bet is zero',
    subject: 'bet',
    query: `
      SELECT b.id::text AS first,
             'is ' || b.status || ' with stake ' || b.stake_minor || ', but ' || coalesce(held.total, 0) || ' is held' AS problem
      FROM bet AS b LEFT JOIN (
        SELECT e.bet_id, sum(e.amount_minor) AS total
        FROM ledger_entry AS e JOIN ledger_account AS a ON a.id = e.account_id AND a.purpose = 'stakes'
        GROUP BY e.bet_id
      ) AS held ON held.bet_id = b.id
      WHERE coalesce(held.total, 0) <> CASE WHEN b.status IN ${OPEN_BET} THEN b.stake_minor ELSE 0 END
      ORDER BY b.id LIMIT 1`,
  },
  {
    name: 'bet-paid',
    says: 'what a bet did to its customer is its payout less its stake, parts that were cashed out included, and every settled bet has a settlement',
    subject: 'bet',
    query: `
      SELECT b.id::text AS first,
             'is ' || b.status || ' with stake ' || b.stake_minor || ' and payout ' || coalesce(b.payout_minor::text, 'none') ||
             ', but ' || coalesce(moved.settlements, 0) || ' settlements stand and the customer moved by ' ||
             coalesce(moved.total, 0) AS problem
      FROM bet AS b LEFT JOIN (
        SELECT t.bet_id,
               sum(e.amount_minor) FILTER (WHERE a.guarded) AS total,
               count(DISTINCT t.id) FILTER (WHERE t.kind = 'settlement') -
               count(DISTINCT t.id) FILTER (WHERE t.kind = 'reversal') AS settlements
        FROM ledger_transfer AS t
        JOIN ledger_entry AS e ON e.transfer_id = t.id
        JOIN ledger_account AS a ON a.id = e.account_id
        WHERE t.bet_id IS NOT NULL GROUP BY t.bet_id
      ) AS moved ON moved.bet_id = b.id
      WHERE coalesce(moved.total, 0) <> CASE
              WHEN b.status IN ${OPEN_BET} THEN -${OWN_STAKE}
              WHEN b.status = 'rejected' THEN 0
              ELSE b.payout_minor - ${OWN_STAKE} END + b.cashed_out_minor - b.cashed_stake_minor
         OR coalesce(moved.settlements, 0) <> CASE WHEN b.status IN ('settled', 'void') THEN 1 ELSE 0 END
      ORDER BY b.id LIMIT 1`,
  },
  {
    name: 'bet-known',
    says: 'every posting for a bet belongs to a bet that exists, on its own customer account',
    subject: 'ledger_entry',
    query: `
      SELECT e.id::text AS first,
             CASE WHEN b.id IS NULL THEN 'belongs to no bet: ' || e.bet_id
                  ELSE 'moves account ' || e.account_id || ' for a bet of account ' || b.account_id END AS problem
      FROM ledger_entry AS e
      JOIN ledger_account AS a ON a.id = e.account_id
      LEFT JOIN bet AS b ON b.id = e.bet_id
      WHERE e.bet_id IS NOT NULL AND (b.id IS NULL OR (a.guarded AND a.owner_id <> b.account_id))
      ORDER BY e.id LIMIT 1`,
  },
  ...BONUS_INVARIANTS,
  {
    name: 'bet-whole',
    says: 'every leg and every request of a bet belongs to a bet that exists, the request to its customer, and the bet to an account that exists',
    subject: 'bet',
    query: `
      SELECT part.bet_id::text AS first, part.problem
      FROM (
        SELECT l.bet_id, 'has leg ' || l.leg || ', but there is no such bet' AS problem
        FROM bet_leg AS l LEFT JOIN bet AS b ON b.id = l.bet_id WHERE b.id IS NULL
        UNION ALL
        SELECT r.bet_id, 'has a request of account ' || r.account_id || ', but ' ||
               coalesce('is a bet of ' || b.account_id, 'there is no such bet')
        FROM bet_request AS r LEFT JOIN bet AS b ON b.id = r.bet_id
        WHERE r.bet_id IS NOT NULL AND b.account_id IS DISTINCT FROM r.account_id
        UNION ALL
        SELECT b.id, 'is a bet of account ' || b.account_id || ', but there is no such account'
        FROM bet AS b LEFT JOIN account AS a ON a.id = b.account_id WHERE a.id IS NULL
      ) AS part
      ORDER BY part.bet_id LIMIT 1`,
  },
  CASH_OUT_EXACT,
  ...HOLD_INVARIANTS,
  ...PAYMENT_INVARIANTS,
  ...LAY_OFF_INVARIANTS,
];
