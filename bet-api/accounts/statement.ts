import { minor, type AccountId, type Currency } from '#contracts/mod.ts';
import type { Queryable } from '#platform/mod.ts';

/** What a statement covers: the wallet's entries after the `first` one up to and with the `last`. */
export type StatementSpan = Readonly<{
  accountId: AccountId;
  username: string;
  currency: Currency;
  /** UTC milliseconds; entries from `from` on and before `to`. */
  from: number;
  to: number;
  /** Numbers of the wallet's entries, counted from 1. */
  afterNumber: bigint;
  lastNumber: bigint;
  openingMinor: bigint;
  closingMinor: bigint;
}>;

export type StatementEntry = Readonly<{
  number: bigint;
  at: number;
  what: string;
  reference: string;
  amountMinor: bigint;
  balanceMinor: bigint;
}>;

type Asked = Pick<StatementSpan, 'accountId' | 'username' | 'currency' | 'from' | 'to'>;

/**
 * The entries of a period and the balances around them. A period ends with the last entry made before its
 * end, and the next one begins after it: periods that touch cover every entry once, whatever its time says.
 */
export async function statementSpan(db: Queryable, asked: Asked): Promise<StatementSpan> {
  const { accountId, from, to } = asked;
  const { rows } = await db.query<{ number: bigint; balance: bigint }>(
    `SELECT coalesce(e.account_version, 0) AS number, coalesce(e.balance_after_minor, 0) AS balance
     FROM unnest($2::bigint[]) WITH ORDINALITY AS edge (at, place)
     LEFT JOIN LATERAL (
       SELECT account_version, balance_after_minor FROM ledger_entry
       WHERE account_id = $1 AND account_version IS NOT NULL AND at < edge.at
       ORDER BY account_version DESC LIMIT 1
     ) AS e ON true ORDER BY place`,
    [accountId, [from, to]],
  );
  const [opening, closing] = rows;
  return {
    ...asked,
    afterNumber: opening?.number ?? 0n,
    lastNumber: closing?.number ?? 0n,
    openingMinor: minor(opening?.balance ?? 0n),
    closingMinor: minor(closing?.balance ?? 0n),
  };
}

type Row = Readonly<{
  number: bigint;
  at: number;
  kind: string;
  payment: string | null;
  paymentId: string | null;
  betId: string | null;
  /** Kind of the bonus of a bet that is settled. */
  bonus: string | null;
  amountMinor: bigint;
  balanceMinor: bigint;
}>;

const PAGE = `
  SELECT e.account_version AS number, e.at::float8 AS at, t.kind, t.memo->>'payment' AS payment,
         t.memo->>'paymentId' AS "paymentId", t.bet_id AS "betId",
         t.memo->>'bonus' AS bonus,
         e.amount_minor AS "amountMinor", e.balance_after_minor AS "balanceMinor"
  FROM ledger_entry AS e JOIN ledger_transfer AS t ON t.id = e.transfer_id
  WHERE e.account_id = $1 AND e.account_version > $2 AND e.account_version <= $3
  ORDER BY e.account_version LIMIT $4`;

/** Up to `limit` entries of a span after a number, in the order in which they changed the balance. */
export async function statementPage(
  db: Queryable,
  { accountId, lastNumber }: StatementSpan,
  page: Readonly<{ afterNumber: bigint; limit: number }>,
): Promise<readonly StatementEntry[]> {
  const { rows } = await db.query<Row>(PAGE, [accountId, page.afterNumber, lastNumber, page.limit]);
  return rows.map(({ number, at, amountMinor, balanceMinor, ...row }) => ({
    number,
    at,
    what: wordsFor(row, amountMinor),
    reference: row.betId ?? row.paymentId ?? '',
    amountMinor,
    balanceMinor,
  }));
}

const CHUNK = 1_000;

/** All entries of a span, read piece by piece: entries never change, so the pieces fit together. */
export async function* statementEntries(
  db: Queryable,
  span: StatementSpan,
): AsyncGenerator<StatementEntry, void, undefined> {
  let { afterNumber } = span;
  for (;;) {
    const entries = await statementPage(db, span, { afterNumber, limit: CHUNK });
    yield* entries;
    const last = entries.at(-1);
    if (!last || entries.length < CHUNK) return;
    afterNumber = last.number;
  }
}

const OF_BETS: Readonly<Record<string, string>> = {
  hold: 'Stake',
  release: 'Stake returned',
  settlement: 'Bet settled',
  reversal: 'Settlement taken back',
};

const OF_BONUSES: Readonly<Record<string, string>> = {
  'free-bet': 'Free bet settled',
  boost: 'Bet settled, with boost',
  accumulator: 'Bet settled, with bonus',
};

type Named = Pick<Row, 'kind' | 'payment' | 'betId' | 'bonus'>;

function wordsFor({ kind, payment, betId, bonus }: Named, amountMinor: bigint): string {
  if (betId !== null) return OF_BONUSES[bonus ?? ''] ?? OF_BETS[kind] ?? 'Bet';
  if (payment === 'deposit') {
    if (kind === 'deposit') return amountMinor > 0n ? 'Deposit' : 'Paid off what was owed';
    return amountMinor > 0n ? 'Deposit restored' : 'Deposit taken back';
  }
  if (payment === 'withdrawal') {
    if (kind === 'hold') return 'Withdrawal';
    return amountMinor > 0n ? 'Withdrawal returned' : 'Withdrawal';
  }
  return kind === 'deposit' ? 'Deposit' : kind === 'withdrawal' ? 'Withdrawal' : 'Correction';
}
