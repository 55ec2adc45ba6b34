import { execute } from './execute.mjs';
import { onPath } from './nats-server.mjs';
import { say, withProgress } from './report.mjs';

/** Names under which browsers that playwright-core can drive are installed. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Path of a Chromium, installed when this is a continuous-integration machine of ours to change (root, apt
 * and CI set); undefined when there is none, and then the browser tests skip and say so.
 * @param {NodeJS.ProcessEnv} env
 */
export async function ensureChromium(env = process.env) {
  const found = findChromium(env);
  if (found) return found;
  const mayInstall = process.getuid?.() === 0 && env['CI'] && onPath('apt-get', env)[0];
  if (!mayInstall) {
    say('There is no Chromium: the browser tests are skipped (install it, or set CHROMIUM_PATH).');
    return undefined;
  }
  const quiet = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } };
  await withProgress('Installing Chromium with apt-get for the browser tests', async () => {
    await execute('apt-get', ['update', '-qq'], quiet);
    await execute(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
      quiet,
    );
  });
  return findChromium(env);
}

/** @param {NodeJS.ProcessEnv} env */
const findChromium = (env) => env['CHROMIUM_PATH'] ?? NAMES.flatMap((name) => onPath(name, env))[0];
