import { Command, CommanderError } from 'commander';

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
  $ npm run overround -- doctor`;

/** Loaded one by one, because a command must not wait for what only another needs. */
const COMMANDS: Readonly<Record<string, (program: Command) => Promise<void>>> = {
  start: async (program) => (await import('./start.ts')).addStart(program),
  run: async (program) => (await import('./run.ts')).addRun(program),
  replay: async (program) => (await import('./replay.ts')).addReplay(program),
  migrate: async (program) => (await import('./migrate.ts')).addMigrate(program),
  query: async (program) => (await import('./query.ts')).addQuery(program),
  verify: async (program) => (await import('./verify.ts')).addVerify(program),
  doctor: async (program) => (await import('./doctor.ts')).addDoctor(program),
};

/** Runs one command line; returns the exit code: 0 done, 1 failed, 2 wrong usage. */
export async function runCli(args: readonly string[]): Promise<number> {
  const program = new Command('overround')
    .description('A sports-betting odds and risk engine with live feeds.')
    .showHelpAfterError('(add --help for the options and examples)')
    .addHelpText('after', EXAMPLES)
    .exitOverride();
  const named = args[0] ?? '';
  const wanted = Object.hasOwn(COMMANDS, named) ? [named] : Object.keys(COMMANDS);
  for (const name of wanted) await COMMANDS[name]?.(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return exitCodeOf(error);
  }
}

/** Failures whose message says all that the user needs. */
const EXPLAINED = ['ConfigError', 'EmbeddedError', 'PortBusyError', 'Refusal', 'UsageError'];

function exitCodeOf(error: unknown): number {
  // Commander has printed its own message.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
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
