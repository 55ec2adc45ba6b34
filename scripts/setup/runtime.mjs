import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { execute } from './execute.mjs';
import { onPath } from './nats-server.mjs';
import { SetupError } from './report.mjs';

const OLDEST_TO_START = 20;
const MAJOR = 24;

/** Node that can run this script at all. */
export function checkStartingNode() {
  const major = majorOf(process.version);
  if (major < OLDEST_TO_START)
    throw new SetupError(
      `This is Node ${process.version}; Node 20 or newer is needed (https://nodejs.org).`,
    );
}

/**
 * The Node that runs the project's TypeScript: the one pinned in package-lock.json, which npm has put into
 * node_modules; on platforms without such a package this process's own or another on PATH, when new enough.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
export async function findRuntime(root, env = process.env) {
  const pinned = join(
    root,
    'node_modules',
    '.bin',
    process.platform === 'win32' ? 'node.cmd' : 'node',
  );
  if (existsSync(pinned)) return process.platform === 'win32' ? pinned : realpathSync(pinned);
  if (majorOf(process.version) >= MAJOR) return process.execPath;
  for (const path of onPath('node', env)) {
    const { output } = await execute(path, ['--version']);
    if (majorOf(output) >= MAJOR) return path;
  }
  throw new SetupError(
    `npm has no Node ${MAJOR} for ${process.platform} ${process.arch}, and this is ${process.version}.\n` +
      `Install Node ${MAJOR} or newer from https://nodejs.org and start again.`,
  );
}

/** @param {string} version */
const majorOf = (version) => Number(/v?(\d+)\./.exec(version)?.[1] ?? 0);
