import type { Command } from 'commander';

import { keyDir, rotateKey } from '#audit/mod.ts';
import { loadConfig } from '#platform/mod.ts';

export function addRotateKey(program: Command): void {
  program
    .command('rotate-key')
    .description(
      'Make the next key that signs checkpoints; the sealer takes it up when it starts again',
    )
    .action(() => {
      const { keyId, publicKey } = rotateKey(keyDir(loadConfig().dataDir));
      console.log(`key ${keyId}, public key ${publicKey.toString('base64')}`);
    });
}
