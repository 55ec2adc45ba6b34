import type { Command } from 'commander';

import {
  fileAnchor,
  FINDINGS,
  keyDir,
  keyringOf,
  natsAnchor,
  signingKeys,
  verifyCheckpoints,
  type Anchor,
  type CheckpointsVerdict,
  type Keyring,
} from '#audit/mod.ts';
import { connectNats, createPool, loadConfig } from '#platform/mod.ts';

import { databaseUrl, serverUrls } from '../servers.ts';
import { readKeys } from './keys.ts';

type Options = Readonly<{ anchor: string[]; nats?: boolean; key: string[]; json?: boolean }>;

const collect = (value: string, before: string[]): string[] => [...before, value];

export function addVerifyCheckpoints(verify: Command): void {
  verify
    .command('checkpoints')
    .description('Compare the database with its signed checkpoints and with what lies outside it')
    .option('--anchor <folder>', 'anchor to compare with; can be repeated', collect, [])
    .option('--nats', 'compare with the stream SEALS as well')
    .option('--key <key>', 'public key to believe, in base64 or a file of it', collect, [])
    .option('--json', 'print the verdict as one JSON object')
    .action(async (options: Options) => {
      const config = loadConfig();
      const folders = options.anchor.length > 0 ? options.anchor : [config.anchorDir];
      const believed: Keyring =
        options.key.length > 0
          ? readKeys(options.key)
          : keyringOf(signingKeys(keyDir(config.dataDir)).map(({ publicKey }) => publicKey));
      const nats =
        options.nats === true
          ? await connectNats({ url: serverUrls(config).natsUrl, name: 'overround-verify' })
          : undefined;
      const pool = createPool({
        url: databaseUrl(config),
        name: 'overround-verify',
        maxConnections: 1,
      });
      try {
        const anchors: Anchor[] = folders.map(fileAnchor);
        if (nats) anchors.push(await natsAnchor(nats));
        report(await verifyCheckpoints(pool, { anchors, believed }), options.json === true);
      } finally {
        await pool.end();
        await nats?.close();
      }
    });
}

function report(verdict: CheckpointsVerdict, json: boolean): void {
  if (!verdict.ok) process.exitCode = 1;
  if (json) {
    console.log(JSON.stringify(verdict));
    return;
  }
  const { checkpoints, leaves, anchors, findings } = verdict;
  console.log(`${String(checkpoints)} checkpoints over ${String(leaves)} transfers and bets`);
  for (const { name, checkpoints: count } of anchors)
    console.log(`anchor ${name}: ${String(count)} checkpoints`);
  for (const { code, detail, checkpoint, position, subject } of findings) {
    const place = Object.entries({ checkpoint, position, subject })
      .flatMap(([name, value]) => (value === undefined ? [] : `${name} ${String(value)}`))
      .join(', ');
    console.log(`FAIL  ${code} (${place}): ${FINDINGS[code]}`);
    console.log(`      ${detail.slice(0, 400)}`);
  }
  console.log(
    verdict.ok
      ? 'Nothing that was sealed has changed.'
      : 'The database is NOT what was sealed; the first row is named above.',
  );
}
