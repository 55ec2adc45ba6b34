import { readFileSync } from 'node:fs';

import type { Command } from 'commander';

import { InputError } from '#contracts/mod.ts';
import { verifyRound, type FairnessVerdict } from '#feeds/virtual/mod.ts';
import { loadConfig, type Config } from '#platform/mod.ts';

import { UsageError } from '../usage-error.ts';

const EXAMPLES = `
A round is the answer of GET /v1/virtual/rounds/{round}; docs/virtual.md says how it is computed. Ends with 1
when something is not as it was promised.

Examples:
  $ npm run -s overround -- verify fairness round.json
  $ npm run -s overround -- verify fairness round.json --commitment <what you wrote down before the round>
  $ npm run -s overround -- verify fairness --round 12 --api http://127.0.0.1:7070 --json
`;

type Options = Readonly<{ round?: string; api?: string; commitment?: string; json?: boolean }>;

export function addVerifyFairness(verify: Command): void {
  verify
    .command('fairness')
    .description('Compute a revealed round of the virtual league again from its seeds')
    .argument('[file]', 'the round as JSON; - reads standard input')
    .option('--round <number>', 'ask an engine for this round instead')
    .option('--api <url>', 'the address of that engine')
    .option('--commitment <hash>', 'the commitment that you wrote down before the round')
    .option('--json', 'print the verdict as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string | undefined, options: Options) => {
      const { commitment } = options;
      if (commitment !== undefined && !/^[0-9a-f]{64}$/u.test(commitment))
        throw new InputError(
          'FORMAT_INVALID',
          'commitment',
          commitment,
          'must be 64 hexadecimal digits',
        );
      const verdict = verifyRound(await documentOf(file, options), commitment);
      if (!verdict.fair) process.exitCode = 1;
      console.log(
        options.json === true ? JSON.stringify(verdict) : textOf(verdict, commitment !== undefined),
      );
    });
}

async function documentOf(file: string | undefined, { round, api }: Options): Promise<unknown> {
  if ((file === undefined) === (round === undefined))
    throw new UsageError('Name a file, or a --round to ask an engine for.');
  if (file !== undefined) return jsonOf(textOfFile(file), file);
  if (!/^[1-9]\d{0,8}$/u.test(round ?? ''))
    throw new InputError('FORMAT_INVALID', 'round', round, 'must be a whole number from 1');
  const base = api ?? engineOf(loadConfig());
  const url = URL.parse(`/v1/virtual/rounds/${round ?? ''}`, base);
  if (url === null) throw new InputError('FORMAT_INVALID', 'api', base, 'must be an address');
  const response = await fetch(url).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`No engine answers at ${url.origin} (${why}): start it first.`);
  });
  if (!response.ok)
    throw new UsageError(`${url.href} answers ${response.status}: there is no such round.`);
  return jsonOf(await response.text(), url.href);
}

const engineOf = ({ host, apiPort }: Config): string => `http://${host}:${apiPort}`;

function textOfFile(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UsageError(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function jsonOf(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${from} is not JSON.`);
  }
}

function textOf({ fair, round, matches, problems }: FairnessVerdict, isPromised: boolean): string {
  const name = round === null ? 'the document' : `round ${round}`;
  if (!fair)
    return [
      `NOT fair: ${name}`,
      ...problems.map(({ code, where, why }) => `  ${code}: ${where}: ${why}`),
    ].join('\n');
  return [
    `Fair: ${name} follows from its seeds, and the server seed from its commitment.`,
    ...matches.map(({ match, score, events }) => `  match ${match}  ${score}  ${events} events`),
    ...(isPromised
      ? []
      : ['With --commitment it is also compared with what you wrote down before the round.']),
  ].join('\n');
}
