import { Command, CommanderError } from 'commander';

import { InputError } from '#contracts/mod.ts';

import { UsageError } from './usage-error.ts';

const EXAMPLES = `
Examples:
  $ npm start                                        the whole engine, with live matches
  $ npm start -- --fresh                             the same, with empty books
  $ npm run overround -- replay milan-liverpool-2005 --speed 60
  $ npm run overround -- run gateway                 one service against the same servers
  $ npm run overround -- migrate                    the schema of servers of your own
  $ npm run overround -- query "SELECT kind, count() FROM feed_event GROUP BY kind"
  $ npm run overround -- verify ledger --json
  $ npm run overround -- verify checkpoints          the rows against what was sealed and anchored
  $ npm run overround -- verify proof bet.json --key <public key>
  $ npm run overround -- verify fairness round.json  a round of the virtual league from its seeds
  $ npm run overround -- devig --method shin 2.6 2.4 4.3
  $ npm run overround -- margin --method power --margin 0.05 0.5 0.3 0.2
  $ npm run overround -- price --home 1.8 --away 0.9 --minute 60 --score 1-0
  $ npm run overround -- explain <fixture> match-result
  $ npm run overround -- exchange 1.166811431.bz2     the books of a recorded exchange stream
  $ npm run overround -- uof serve                    a server that plays the Unified Odds Feed
  $ npm run overround -- record nats feed.tape --subject 'feed.>'
  $ npm run overround -- event-file season.csv --as results
  $ npm run overround -- identity match season.csv wyscout
  $ npm run overround -- lay-off propose             what the house could bet at an exchange
  $ npm run overround -- simulate season             what selling in several ways earns and risks
  $ npm run overround -- customers review --dry-run  whom the tests of customers name
  $ npm run overround -- settlement waiting          what waits for a second operator
  $ npm run overround -- doctor`;

/** Loaded one by one, because a command must not wait for what only another needs. */
const COMMANDS: Readonly<Record<string, (program: Command) => Promise<void>>> = {
  start: async (program) => (await import('./start.ts')).addStart(program),
  run: async (program) => (await import('./run.ts')).addRun(program),
  replay: async (program) => (await import('./replay.ts')).addReplay(program),
  record: async (program) => (await import('./record.ts')).addRecord(program),
  migrate: async (program) => (await import('./migrate.ts')).addMigrate(program),
  query: async (program) => (await import('./query.ts')).addQuery(program),
  risk: async (program) => (await import('./risk.ts')).addRisk(program),
  'lay-off': async (program) => (await import('./lay-off.ts')).addLayOff(program),
  verify: async (program) => (await import('./verify.ts')).addVerify(program),
  'rotate-key': async (program) => (await import('./rotate-key.ts')).addRotateKey(program),
  devig: async (program) => (await import('./calculate/devig.ts')).addDevig(program),
  margin: async (program) => (await import('./calculate/margin.ts')).addMargin(program),
  price: async (program) => (await import('./calculate/price.ts')).addPrice(program),
  invert: async (program) => (await import('./calculate/invert.ts')).addInvert(program),
  builder: async (program) => (await import('./calculate/builder.ts')).addBuilder(program),
  grade: async (program) => (await import('./calculate/grade.ts')).addGrade(program),
  explain: async (program) => (await import('./explain.ts')).addExplain(program),
  exchange: async (program) => (await import('./exchange.ts')).addExchange(program),
  uof: async (program) => (await import('./uof.ts')).addUof(program),
  simulate: async (program) => (await import('./simulate.ts')).addSimulate(program),
  settlement: async (program) => (await import('./settlement.ts')).addSettlement(program),
  identity: async (program) => (await import('./identity.ts')).addIdentity(program),
  'event-file': async (program) => (await import('./event-file.ts')).addEventFile(program),
  customers: async (program) => (await import('./customers.ts')).addCustomers(program),
  doctor: async (program) => (await import('./doctor.ts')).addDoctor(program),
};

/** Runs one command line; returns the exit code: 0 done, 1 failed, 2 wrong usage. */
export async function runCli(args: readonly string[]): Promise<number> {
  const json = args.includes('--json');
  const program = new Command('overround')
    .description('A sports-betting odds and risk engine with live feeds.')
    .showHelpAfterError(json ? false : '(add --help for the options and examples)')
    .addHelpText('after', EXAMPLES)
    // What stands behind a command is that command's, also where one above it has such an option.
    .enablePositionalOptions()
    .exitOverride();
  // Who asks for JSON is told in JSON what is wrong with the arguments, too; see `exitCodeOf`.
  if (json) program.configureOutput({ outputError: () => undefined });
  const named = args[0] ?? '';
  const wanted = Object.hasOwn(COMMANDS, named) ? [named] : Object.keys(COMMANDS);
  for (const name of wanted) await COMMANDS[name]?.(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return exitCodeOf(error, json);
  }
}

/** Failures whose message says all that the user needs. */
const EXPLAINED = ['ConfigError', 'EmbeddedError', 'PortBusyError', 'Refusal', 'UsageError'];

/** A value in JSON: what JSON would hide as null is written out. */
const valueOf = (value: unknown): unknown =>
  typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))
    ? String(value)
    : value;

function refused({ code, field, value, message }: Omit<InputError, 'name'>, json: boolean): 2 {
  const line = JSON.stringify({ code, field, value: valueOf(value), message });
  console.error(json ? line : `overround: ${message}`);
  return 2;
}

function exitCodeOf(error: unknown, json: boolean): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    const { message } = error;
    // Without JSON commander has printed its own message.
    return json
      ? refused({ code: 'FORMAT_INVALID', field: 'arguments', value: null, message }, json)
      : 2;
  }
  if (error instanceof InputError) return refused(error, json);
  const explained = error instanceof Error && EXPLAINED.includes(error.name);
  const text =
    error instanceof Error
      ? explained
        ? error.message
        : (error.stack ?? error.message)
      : String(error);
  console.error(`overround: ${text}`);
  return error instanceof UsageError ? 2 : 1;
}
