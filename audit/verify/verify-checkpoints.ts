import { withTransaction, type Pool } from '#platform/mod.ts';

import type { Anchor } from '../anchors/anchor.ts';
import { believedKeys, type Keyring } from '../endorsement.ts';
import { publishedKeys } from '../store.ts';
import { checkChain, readAnchor, type AnchoredChain } from './chain.ts';
import { newFindings, type Finding } from './finding.ts';
import { checkRows } from './rows.ts';
import { checkRest } from './sums.ts';

export type CheckpointsVerdict = Readonly<{
  ok: boolean;
  checkpoints: number;
  leaves: number;
  anchors: readonly Readonly<{ name: string; checkpoints: number }>[];
  /** What is wrong, the first changed row before later ones. */
  findings: readonly Finding[];
}>;

/**
 * Compares the database with its signed checkpoints and with what lies outside, on one consistent view while
 * work goes on. `believed` are keys that the reader got by another way than this database.
 */
export async function verifyCheckpoints(
  pool: Pool,
  options: Readonly<{
    anchors: readonly Anchor[];
    believed: Keyring;
    onLeaves?: (leaves: number) => void;
  }>,
): Promise<CheckpointsVerdict> {
  const findings = newFindings();
  // Before the view of the database: what is anchored by now is in it.
  const anchors: AnchoredChain[] = [];
  for (const anchor of options.anchors) anchors.push(await readAnchor(anchor, findings));
  return withTransaction(
    pool,
    async (client) => {
      await client.query('SET TRANSACTION READ ONLY');
      // A function of the same name in another schema must not speak for the real one.
      await client.query('SET LOCAL search_path = pg_catalog, public, pg_temp');
      await client.query('SET LOCAL statement_timeout = 0');
      const keys = believedKeys(await publishedKeys(client), options.believed);
      const chain = await checkChain(client, anchors, { keys, findings });
      let leaves = 0;
      const onLeaves = (count: number): void => {
        leaves = count;
        options.onLeaves?.(count);
      };
      await checkRows(client, chain, { anchors, findings, onLeaves });
      const last = chain.at(-1);
      if (last) await checkRest(client, last, findings);
      return {
        ok: findings.all.length === 0,
        checkpoints: chain.length,
        leaves,
        anchors: anchors.map(({ name, byNumber }) => ({ name, checkpoints: byNumber.size })),
        findings: findings.all,
      };
    },
    { isolation: 'repeatable read' },
  );
}
