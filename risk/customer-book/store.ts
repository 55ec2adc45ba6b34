import { InputError } from '#contracts/mod.ts';
import { newId, sqlState, type Queryable } from '#platform/mod.ts';

import { checkFactor, type CustomerFlag, type FactorLimits } from '../customers/mod.ts';

/** Who does something, why and when; all three are kept for ever. */
export type Deed = Readonly<{ actor: string; reason: string; at: number }>;

export type FactorChange = Readonly<{
  id: string;
  accountId: string;
  seq: number;
  fromBps: number;
  toBps: number;
  cause: 'flag' | 'person' | 'undo';
  flagId: string | null;
  undoes: string | null;
}> &
  Deed;

/** The factor of customers about whom nobody has said anything. */
const ORDINARY_BPS = 10_000;

const CHANGE_COLUMNS = `id, account_id AS "accountId", seq, from_bps AS "fromBps", to_bps AS "toBps", cause,
  flag_id AS "flagId", undoes, actor, reason, at::float8 AS at`;

/** Limits in force; undefined until a person has set some: then nothing changes by itself. */
export async function factorLimits(db: Queryable): Promise<FactorLimits | undefined> {
  const { rows } = await db.query<FactorLimits>(
    `SELECT least_bps AS "leastBps", most_step_bps AS "mostStepBps" FROM customer_factor_limits
     ORDER BY id DESC LIMIT 1`,
  );
  return rows[0];
}

/** @throws InputError NUMBER_INVALID for limits outside 100 to 10,000 and 0 to 10,000 basis points. */
export async function setFactorLimits(
  db: Queryable,
  { leastBps, mostStepBps }: FactorLimits,
  { actor, reason, at }: Deed,
): Promise<void> {
  for (const [field, bps, least] of [
    ['least', leastBps, 100],
    ['step', mostStepBps, 0],
  ] as const) {
    if (Number.isInteger(bps) && bps >= least && bps <= ORDINARY_BPS) continue;
    const why = `must be whole, from ${least} to ${ORDINARY_BPS}`;
    throw new InputError('NUMBER_INVALID', field, bps, why);
  }
  await db.query(
    `INSERT INTO customer_factor_limits (id, least_bps, most_step_bps, actor, reason, at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [newId(), leastBps, mostStepBps, actor, reason, at],
  );
}

/** Writes a finding; returns its id. */
export async function writeFlag(db: Queryable, flag: CustomerFlag, at: number): Promise<string> {
  const id = newId();
  const { accountId, kind, p, words, figures } = flag;
  await db.query(
    `INSERT INTO customer_flag (id, account_id, kind, p, words, figures, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [id, accountId, kind, p, words, JSON.stringify(figures), at],
  );
  return id;
}

export type StoredFlag = CustomerFlag &
  Readonly<{ id: string; at: number; factorBps: number; changeId: string | null }>;

/** Findings, the newest first, with the factor of their customer now. */
export async function flags(db: Queryable, limit: number): Promise<readonly StoredFlag[]> {
  const { rows } = await db.query<StoredFlag>(
    `SELECT f.id, f.account_id AS "accountId", f.kind, f.p, f.words, f.figures, f.at::float8 AS at,
       coalesce(c.factor_bps, ${ORDINARY_BPS}) AS "factorBps", c.change_id AS "changeId"
     FROM customer_flag AS f LEFT JOIN customer_factor AS c USING (account_id)
     ORDER BY f.id DESC LIMIT $1`,
    [limit],
  );
  return rows;
}

/** Whether a customer has been flagged for something before. */
export async function wasFlagged(
  db: Queryable,
  { accountId, kind }: Pick<CustomerFlag, 'accountId' | 'kind'>,
): Promise<boolean> {
  const { rowCount } = await db.query(
    'SELECT FROM customer_flag WHERE account_id = $1 AND kind = $2 LIMIT 1',
    [accountId, kind],
  );
  return rowCount === 1;
}

/** Every change of a customer's factor, the newest first. */
export async function factorHistory(
  db: Queryable,
  accountId: string,
): Promise<readonly FactorChange[]> {
  const { rows } = await db.query<FactorChange>(
    `SELECT ${CHANGE_COLUMNS} FROM customer_factor_change WHERE account_id = $1 ORDER BY seq DESC`,
    [accountId],
  );
  return rows;
}

export async function factorOf(db: Queryable, accountId: string): Promise<number> {
  const [newest] = await factorHistory(db, accountId);
  return newest?.toBps ?? ORDINARY_BPS;
}

export type FactorCause =
  | Readonly<{ cause: 'person' }>
  | Readonly<{ cause: 'flag'; flagId: string }>
  | Readonly<{ cause: 'undo'; undoes: string }>;

const CHECK_VIOLATION = '23514';

/**
 * Changes a customer's factor. Two changes at once meet on the sequence: the later one fails and may be tried
 * again.
 * @throws InputError STATE_CONTRADICTORY when the factor of an account that is not open would be raised,
 * NUMBER_INVALID for a factor outside 100 to 100,000 basis points.
 */
export async function changeFactor(
  db: Queryable,
  accountId: string,
  change: FactorCause & Readonly<{ toBps: number }>,
  { actor, reason, at }: Deed,
): Promise<FactorChange> {
  checkFactor(change.toBps, 'factor');
  const [newest] = await factorHistory(db, accountId);
  try {
    const { rows } = await db.query<FactorChange>(
      `INSERT INTO customer_factor_change
         (id, account_id, seq, from_bps, to_bps, cause, flag_id, undoes, actor, reason, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING ${CHANGE_COLUMNS}`,
      [
        newId(),
        accountId,
        (newest?.seq ?? 0) + 1,
        newest?.toBps ?? ORDINARY_BPS,
        change.toBps,
        change.cause,
        change.cause === 'flag' ? change.flagId : null,
        change.cause === 'undo' ? change.undoes : null,
        actor,
        reason,
        at,
      ],
    );
    const [written] = rows;
    if (written === undefined) throw new Error('the change was not written');
    return written;
  } catch (error) {
    if (sqlState(error) !== CHECK_VIOLATION) throw error;
    const why = 'is not raised while the account is not open: responsible gambling outranks risk';
    throw new InputError('STATE_CONTRADICTORY', 'factor', change.toBps, why);
  }
}

/**
 * Takes the newest change of a customer back: the factor before it holds again, and both stay on record.
 * @throws InputError STATE_CONTRADICTORY when there is nothing to take back, or as `changeFactor` does.
 */
export async function undoFactor(
  db: Queryable,
  accountId: string,
  deed: Deed,
): Promise<FactorChange> {
  const [newest] = await factorHistory(db, accountId);
  if (newest === undefined || newest.cause === 'undo') {
    const why = 'has no change that could be taken back';
    throw new InputError('STATE_CONTRADICTORY', 'account', accountId, why);
  }
  const change = { cause: 'undo', undoes: newest.id, toBps: newest.fromBps } as const;
  return changeFactor(db, accountId, change, deed);
}
