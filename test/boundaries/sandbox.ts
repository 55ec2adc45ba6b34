import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FOLDERS } from './import-table.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The project's own configuration, copied as it is: the sandbox must obey the rules that the sources obey. */
const CONFIGURATION = [
  'package.json',
  'tsconfig.base.json',
  '.dependency-cruiser.cjs',
  ...FOLDERS.map((folder) => `${folder}/tsconfig.json`),
];

export type Sandbox = AsyncDisposable &
  Readonly<{ run: (script: string, args: readonly string[]) => Promise<string> }>;

/** A small copy of the project, with other sources; inside the checkout, so that packages resolve. */
export const openSandbox = async (sources: Readonly<Record<string, string>>): Promise<Sandbox> => {
  await mkdir(path.join(ROOT, '.tsbuild'), { recursive: true });
  const folder = await mkdtemp(path.join(ROOT, '.tsbuild', 'sandbox-'));
  for (const file of CONFIGURATION) await cp(path.join(ROOT, file), path.join(folder, file));
  for (const [file, text] of Object.entries(sources)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  return {
    run: (script, args) => runTool(folder, path.join(ROOT, 'node_modules', script), args),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
};

/** What a tool prints on standard output, whatever its exit code: the tools fail by design here. */
const runTool = (cwd: string, script: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [script, ...args],
      { cwd, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (stdout === '')
          reject(new Error(`${script} printed nothing: ${stderr}`, { cause: error }));
        else resolve(stdout);
      },
    );
  });
