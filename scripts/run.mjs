/**
 * The entry of every npm script: installs what is missing, then hands over to the pinned Node, which runs
 * the project's TypeScript as it is. Plain JavaScript without dependencies, because it runs before them and
 * on Node 20.
 */
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './setup/dependencies.mjs';
import { runInForeground } from './setup/execute.mjs';
import { ensureNatsServer } from './setup/nats-server.mjs';
import { say, SetupError } from './setup/report.mjs';
import { checkStartingNode, findRuntime } from './setup/runtime.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What each command runs, and the arguments that come before the user's. */
const COMMANDS = {
  start: ['app/main.ts', 'start'],
  cli: ['app/main.ts'],
  bench: ['benchmarks/main.ts'],
  vectors: ['test/vectors/main.ts'],
  test: ['scripts/test.mjs'],
  fuzz: ['feeds/testing/fuzz/main.ts'],
};

const NODE_FLAGS = [
  '--disable-warning=ExperimentalWarning',
  `--import=${new URL('follow-parent.mjs', import.meta.url).href}`,
];

/** Commands that never need nats-server, or must work although it is missing. */
const WITHOUT_NATS = new Set([
  ...['doctor', 'help', 'query', 'verify', 'explain'],
  ...['devig', 'margin', 'price', 'invert', 'builder', 'grade'],
]);
const HELP = new Set(['-h', '--help', '-V', '--version']);

async function main([command, ...args]) {
  checkStartingNode();
  const target = Object.hasOwn(COMMANDS, command ?? '') ? COMMANDS[command] : undefined;
  if (!target)
    throw new SetupError(
      `Usage: node scripts/run.mjs ${Object.keys(COMMANDS).join('|')} [argument …]`,
    );
  const needsNats =
    !['vectors', 'fuzz'].includes(command) &&
    !WITHOUT_NATS.has(args[0] ?? '') &&
    !args.some((arg) => HELP.has(arg));
  const [, natsServer] = await Promise.all([
    ensureDependencies(ROOT),
    needsNats ? ensureNatsServer(ROOT) : undefined,
  ]);
  const runtime = await findRuntime(ROOT);
  const [script, ...first] = target;
  return runInForeground(runtime, [...NODE_FLAGS, join(ROOT, script), ...first, ...args], {
    env: {
      ...process.env,
      PATH: searchPath(),
      ...(natsServer ? { NATS_SERVER: natsServer } : {}),
    },
  });
}

/** Programs that the project starts find the pinned Node and the project's tools first. */
const searchPath = () =>
  [join(ROOT, 'node_modules', '.bin'), process.env['PATH']].filter(Boolean).join(delimiter);

try {
  const { code, signal } = await main(process.argv.slice(2));
  if (signal) process.kill(process.pid, signal);
  process.exitCode = code ?? 1;
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
