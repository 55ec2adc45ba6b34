import { sqlState } from '#platform/mod.ts';

/** Classes 08 (connection), 53 (resources) and 57 (operator intervention) of SQLSTATE. */
const AWAY_CLASSES = new Set(['08', '53', '57']);
const AWAY_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);

/** Whether PostgreSQL, and not the query, is to blame: it is stopped, restarting, unreachable or too busy. */
export function isDatabaseAway(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return AWAY_CLASSES.has(state.slice(0, 2));
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && AWAY_CODES.has(error.code)) return true;
  // The driver has no codes for these.
  return /^Connection terminated|^timeout exceeded when trying to connect|^Client has encountered a connection error|^Query read timeout/.test(
    error.message,
  );
}
