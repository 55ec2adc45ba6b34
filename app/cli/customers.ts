import type { Command } from 'commander';

import { InputError } from '#contracts/mod.ts';
import { createClickHouse, createPool, loadConfig, systemClock, type Pool } from '#platform/mod.ts';
import {
  changeFactor,
  factorHistory,
  factorLimits,
  flags,
  reviewCustomers,
  setFactorLimits,
  undoFactor,
  type Deed,
  type FactorChange,
} from '#risk/customer-book/mod.ts';

import { print } from './calculate/calculation.ts';
import { databaseUrl, serverUrls } from './servers.ts';

const EXAMPLES = `
A factor scales what one customer may win: 10000 is ordinary, 2500 a quarter. The engine only ever lowers factors, within
limits that a person sets, and without limits it changes nothing. Every change says who, when and why, and can be taken back.

Examples:
  $ npm run overround -- customers limits --least 1000 --step 5000 --actor anna --reason "policy of May"
  $ npm run overround -- customers review --dry-run
  $ npm run overround -- customers flags
  $ npm run overround -- customers factor <account> 5000 --actor anna --reason "looked at the bets"
  $ npm run overround -- customers undo <account> --actor anna --reason "a friend of the house"
`;

const DAY_MS = 86_400_000;

type Json = Readonly<{ json?: boolean }>;
type Signed = Json & Readonly<{ actor: string; reason: string }>;

/** @throws InputError for a name or a reason that says nothing, before anything is looked at. */
export function deedOf({ actor, reason }: Pick<Signed, 'actor' | 'reason'>): Deed {
  for (const [field, said] of Object.entries({ actor, reason }))
    if (said.trim() === '')
      throw new InputError(
        'FORMAT_INVALID',
        field,
        said,
        'must say something: it is kept for ever',
      );
  return { actor, reason, at: systemClock.now() };
}

/** Accounts are named by their ids; PostgreSQL would refuse anything else less kindly. */
function accountOf(text: string): string {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(text)) return text;
  throw new InputError('FORMAT_INVALID', 'account', text, 'must be the id of an account');
}

function numberOf(text: string, field: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new InputError('NUMBER_INVALID', field, text, 'must be a number of at least 0');
}

async function withDatabase<T>(work: (pool: Pool) => Promise<T>): Promise<T> {
  const url = databaseUrl(loadConfig());
  const pool = createPool({ url, name: 'overround-customers', maxConnections: 1 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

const changeLine = ({ at, fromBps, toBps, cause, actor, reason }: FactorChange): string =>
  `${new Date(at).toISOString()}  ${fromBps} to ${toBps}  (${cause}, ${actor}) ${reason}`;

async function review(options: Json & Readonly<{ days: string; dryRun?: boolean }>): Promise<void> {
  const nowMs = systemClock.now();
  const scope = {
    sinceMs: Math.round(nowMs - numberOf(options.days, 'days') * DAY_MS),
    nowMs,
    dryRun: options.dryRun === true,
  };
  const { clickhouseUrl } = serverUrls(loadConfig());
  const clickhouse =
    clickhouseUrl === undefined
      ? undefined
      : createClickHouse({ url: clickhouseUrl, name: 'overround-customers' });
  if (clickhouse === undefined) {
    console.error('Analytics is off: closing prices are not looked at.');
  }
  try {
    const found = await withDatabase((pool) => reviewCustomers(pool, clickhouse, scope));
    print({ dryRun: scope.dryRun, flags: found }, options, () =>
      found.length === 0
        ? ['Nobody new is flagged.']
        : found.flatMap(({ accountId, kind, words, fromBps, toBps }) => [
            `${accountId}  ${kind}  ${toBps === null ? `factor stays ${fromBps}` : `factor ${fromBps} to ${toBps}`}`,
            `  ${words}`,
          ]),
    );
  } finally {
    await clickhouse?.close();
  }
}

async function showFlags(options: Json & Readonly<{ limit: string }>): Promise<void> {
  const limit = Math.min(1_000, Math.floor(numberOf(options.limit, 'limit')));
  const found = await withDatabase((pool) => flags(pool, limit));
  print({ flags: found }, options, () =>
    found.length === 0
      ? ['Nobody is flagged.']
      : found.flatMap(({ accountId, kind, words, factorBps, at }) => [
          `${new Date(at).toISOString()}  ${accountId}  ${kind}  factor ${factorBps}`,
          `  ${words}`,
        ]),
  );
}

async function limits(
  options: Partial<Signed> & Readonly<{ least?: string; step?: string }>,
): Promise<void> {
  const { least, step, actor, reason } = options;
  const inForce = await withDatabase(async (pool) => {
    if (least !== undefined || step !== undefined) {
      if (least === undefined || step === undefined || !actor || !reason) {
        const why = 'are set with all of --least, --step, --actor and --reason';
        throw new InputError('FORMAT_INVALID', 'limits', null, why);
      }
      const wanted = { leastBps: numberOf(least, 'least'), mostStepBps: numberOf(step, 'step') };
      await setFactorLimits(pool, wanted, deedOf({ actor, reason }));
    }
    return factorLimits(pool);
  });
  print({ limits: inForce ?? null }, options, () => [
    inForce === undefined
      ? 'No limits: the engine flags customers and changes nothing.'
      : `Not under ${inForce.leastBps}, and down by ${inForce.mostStepBps} at most at once.`,
  ]);
}

const signed = (command: Command, isNeeded: boolean): Command => {
  const [actor, reason] = ['--actor <name>', '--reason <words>'];
  const json = command.option('--json', 'print one JSON document');
  return isNeeded
    ? json.requiredOption(actor, 'who does it').requiredOption(reason, 'why; kept for ever')
    : json
        .option(actor, 'who does it', 'operator')
        .option(reason, 'why; kept for ever', 'not said');
};

export function addCustomers(program: Command): void {
  const customers = program
    .command('customers')
    .description('What bets say about customers, and their stake factors')
    .addHelpText('after', EXAMPLES);
  customers
    .command('review')
    .description('Test what all customers have bet, and flag whom the tests name')
    .option('--days <count>', 'bets of so many days', '180')
    .option('--dry-run', 'say what would be found and done, and write nothing')
    .option('--json', 'print one JSON document')
    .action(review);
  customers
    .command('flags')
    .description('Findings, the newest first, each in words and numbers')
    .option('--limit <count>', 'so many at most', '50')
    .option('--json', 'print one JSON document')
    .action(showFlags);
  signed(customers.command('limits'), false)
    .description('What the engine may do by itself: shown, or set')
    .option('--least <bps>', 'no factor goes under this by itself')
    .option('--step <bps>', 'nor down by more than this at once')
    .action(limits);
  signed(customers.command('factor').argument('<account>').argument('<bps>'), true)
    .description('Set the factor of one customer by hand')
    .action(async (account: string, bps: string, options: Signed) => {
      const wanted = { cause: 'person', toBps: numberOf(bps, 'bps') } as const;
      const id = accountOf(account);
      const change = await withDatabase((db) => changeFactor(db, id, wanted, deedOf(options)));
      print(change, options, () => [changeLine(change)]);
    });
  signed(customers.command('undo').argument('<account>'), true)
    .description('Take the newest change of one customer back')
    .action(async (account: string, options: Signed) => {
      const id = accountOf(account);
      const change = await withDatabase((db) => undoFactor(db, id, deedOf(options)));
      print(change, options, () => [changeLine(change)]);
    });
  customers
    .command('history')
    .description('Every change of the factor of one customer, the newest first')
    .argument('<account>')
    .option('--json', 'print one JSON document')
    .action(async (account: string, options: Json) => {
      const id = accountOf(account);
      const changes = await withDatabase((db) => factorHistory(db, id));
      print({ changes }, options, () => changes.map(changeLine));
    });
}
