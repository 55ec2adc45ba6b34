import type { Pool } from '#platform/mod.ts';

/** As many files as the settings keep. */
const FILES = 256;

/** Files of the log are kept to be written over, up to what may be written between two checkpoints. */
export const KEEPS_LOG = { max_wal_size: '4GB', min_wal_size: '4GB' };

/**
 * Gives a new cluster the log of one that has run for a while. A new file of the log, 16 MB, is first filled with
 * zeros while every commit waits; an old one is written over.
 */
export async function ageLog(pool: Pool): Promise<void> {
  for (let file = 0; file < FILES; file += 1)
    await pool.query(`SELECT pg_logical_emit_message(true, 'aged', ''), pg_switch_wal()`);
  await pool.query('CHECKPOINT');
}
