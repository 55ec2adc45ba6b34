import pg from 'pg';

export type Pool = pg.Pool;
export type PoolClient = pg.PoolClient;
/** What can run a query: a pool, or the client of a transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

export type PoolOptions = Readonly<{
  url: string;
  /** Shown in pg_stat_activity. */
  name?: string;
  maxConnections?: number;
  /** The server cancels a statement that runs longer; 15 s unless given, 0 for no limit. */
  statementTimeoutMs?: number;
  /** The server ends a transaction that sits idle; 15 s unless given. */
  idleInTransactionTimeoutMs?: number;
  connectionTimeoutMs?: number;
  /** Told when an idle connection breaks; the pool replaces it by itself. */
  onError?: (error: Error) => void;
}>;

/** A pool whose int8 columns arrive as bigint; numeric stays text, timestamptz a Date. */
export function createPool(options: PoolOptions): Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: options.name ?? 'overround',
    max: options.maxConnections ?? 10,
    statement_timeout: options.statementTimeoutMs ?? 15_000,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs ?? 15_000,
    connectionTimeoutMillis: options.connectionTimeoutMs ?? 5_000,
    types: TYPES,
  });
  // Without a listener a broken idle connection would end the process.
  pool.on('error', (error) => options.onError?.(error));
  // Nor may one that breaks while it is checked out: its query rejects, and that is where it is handled.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

export type TransactionOptions = Readonly<{
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
  /** How often a serialisation failure or deadlock is tried again; 0 unless given. */
  retries?: number;
}>;

/** Runs `work` in one transaction: committed when it resolves, rolled back when it throws. */
export async function withTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await transactOnce(pool, work, options.isolation ?? 'read committed');
    } catch (error) {
      if (!isRetryable(error) || attempt >= (options.retries ?? 0)) throw error;
    }
  }
}

async function transactOnce<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  isolation: string,
): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query(`BEGIN ISOLATION LEVEL ${isolation}`);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    // A connection that could not roll back is in an unknown state and must not be used again.
    client.release(broken);
  }
}

/** SQLSTATE of a PostgreSQL error, for example `23505`; undefined for any other error. */
export const sqlState = (error: unknown): string | undefined =>
  error instanceof pg.DatabaseError ? error.code : undefined;

export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  error instanceof pg.DatabaseError &&
  error.code === '23505' &&
  (constraint === undefined || error.constraint === constraint);

/** Serialisation failure or deadlock: the same work may succeed when it is run again. */
export const isRetryable = (error: unknown): boolean =>
  ['40001', '40P01'].includes(sqlState(error) ?? '');

const INT8_OID = 20;
const INT8_ARRAY_OID = 1016;
const defaultParser: (oid: number, format?: 'text' | 'binary') => (value: string) => unknown =
  pg.types.getTypeParser;

// Set on the pool and not on the driver, so that no library sees another type than it expects.
const TYPES = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary' && oid === INT8_OID) return BigInt;
    if (format !== 'binary' && oid === INT8_ARRAY_OID) return parseBigintArray;
    return defaultParser(oid, format);
  },
} satisfies pg.CustomTypesConfig;

const parseBigintArray = (text: string): (bigint | null)[] =>
  text === '{}'
    ? []
    : text
        .slice(1, -1)
        .split(',')
        .map((item) => (item === 'NULL' ? null : BigInt(item)));
