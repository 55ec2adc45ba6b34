import { readFileSync } from 'node:fs';

import type { Command } from 'commander';

import { verifyBetProof, type ProofVerdict } from '#audit/mod.ts';

import { UsageError } from '../usage-error.ts';
import { readKeys } from './keys.ts';

type Options = Readonly<{ key: string[]; json?: boolean }>;

const collect = (value: string, before: string[] = []): string[] => [...before, value];

export function addVerifyProof(verify: Command): void {
  verify
    .command('proof')
    .description('Check the proof of a settled bet with a public key alone, without any server')
    .argument('<file>', 'the answer of GET /v1/bets/{betId}/proof; - reads standard input')
    .requiredOption('--key <key>', 'public key to believe, in base64 or a file of it', collect)
    .option('--json', 'print the verdict as one JSON object')
    .action((file: string, options: Options) => {
      const verdict = verifyBetProof(readJson(file), readKeys(options.key));
      if (!verdict.ok) process.exitCode = 1;
      console.log(options.json === true ? JSON.stringify(verdict) : textOf(verdict));
    });
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${String(error)}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is not JSON.`);
  }
}

function textOf(verdict: ProofVerdict): string {
  if (!verdict.ok) return `NOT proven: ${verdict.problem}.`;
  const { record, checkpoint } = verdict;
  return [
    `Proven: bet ${String(record['betId'])} is ${String(record['status'])}, stake ${String(record['stakeMinor'])}, payout ${String(record['payoutMinor'])} (minor units of ${String(record['currency'])}).`,
    `Checkpoint ${String(checkpoint.number)} of log ${checkpoint.log}, ${new Date(checkpoint.at).toISOString()}, root ${checkpoint.root}.`,
    JSON.stringify(record, null, 2),
  ].join('\n');
}
