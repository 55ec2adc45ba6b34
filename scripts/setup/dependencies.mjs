import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execute } from './execute.mjs';
import { SetupError, withProgress } from './report.mjs';

/**
 * Installs exactly what package-lock.json says, unless that is in node_modules already.
 * @param {string} root
 */
export async function ensureDependencies(root) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const stampFile = join(root, 'node_modules', '.overround-stamp');
  const stamp = createHash('sha256').update(lock).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  if (!isInstalled(root, lock))
    await withProgress('Installing the locked dependencies (about 1 GB)', () => install(root));
  writeFileSync(stampFile, stamp);
}

/**
 * True when npm has already put this lock's packages there, by hand or by an earlier version of this script.
 * @param {string} root
 * @param {Buffer} lock
 */
export function isInstalled(root, lock) {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const have = packagesOf(readFileSync(hidden));
  return Object.entries(packagesOf(lock)).every(([path, wanted]) => {
    if (path === '' || wanted.link) return true;
    const version = have[path]?.version;
    return version === wanted.version || (version === undefined && wanted.optional === true);
  });
}

/** @param {Buffer} text */
const packagesOf = (text) => JSON.parse(text.toString('utf8')).packages ?? {};

/** @param {string} root */
async function install(root) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  let { code, output } = await npm(root, ['ci', ...quiet]);
  // npm leaves binaries for other platforms out of a lock when the registry it was made with lacks them, and
  // `npm ci` then refuses the lock as a whole. An install that saves nothing takes the rest of it as it is.
  if (code !== 0 && onlyOptionalMissing(output, readFileSync(join(root, 'package-lock.json'))))
    ({ code, output } = await npm(root, ['install', '--no-save', ...quiet]));
  if (code === 0) return;
  const lines = output.trimEnd().split('\n').slice(0, 15).join('\n');
  throw new SetupError(`npm failed:\n${lines}\nIs the network up? Then try again.`);
}

/**
 * True when the only thing that npm holds against the lock is that optional packages are missing.
 * @param {string} output what npm printed
 * @param {Buffer} lock
 */
export function onlyOptionalMissing(output, lock) {
  const missing = [...output.matchAll(/Missing: (@?[^@\s]+)@\S* from lock file/g)];
  if (missing.length === 0 || /Invalid: /.test(output)) return false;
  const optional = new Set(
    Object.values(packagesOf(lock)).flatMap((entry) =>
      Object.keys(entry.optionalDependencies ?? {}),
    ),
  );
  return missing.every(([, name]) => optional.has(name));
}

/**
 * @param {string} root
 * @param {readonly string[]} args
 */
function npm(root, args) {
  // npm tells its scripts where it lies; `npm` on PATH may be another one or none.
  const path = process.env['npm_execpath'];
  return path && /\.c?js$/.test(path)
    ? execute(process.execPath, [path, ...args], { cwd: root })
    : execute('npm', args, { cwd: root });
}
