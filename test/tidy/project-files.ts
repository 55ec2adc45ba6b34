import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');

/** What is installed, generated or the version control's own. */
const NOT_OURS = new Set([
  'node_modules',
  '.git',
  '.tsbuild',
  '.overround',
  '.cache',
  'dist',
  'coverage',
  'package-lock.json',
]);

const TEXT = /\.(?:ts|tsx|js|mjs|cjs|json|md|sql|css|html|ya?ml|sh|svg)$|^\.ci\/run$/u;

export type ProjectFile = Readonly<{ file: string; text: string; lines: readonly string[] }>;

const walk = (folder: string): string[] =>
  readdirSync(path.join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => !NOT_OURS.has(entry.name))
    .flatMap((entry) => {
      const file = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return walk(file);
      return entry.isFile() ? [file] : [];
    });

/** Every text file that we wrote, with paths relative to the repository and forward slashes. */
export const projectFiles = (): ProjectFile[] =>
  walk('.')
    .filter((file) => TEXT.test(file))
    .map((file) => {
      const text = readFileSync(path.join(ROOT, file), 'utf8');
      return { file, text, lines: text.split('\n') };
    });
