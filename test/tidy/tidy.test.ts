import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FOLDERS } from '../boundaries/import-table.ts';
import { BANS, linesBreaking } from './bans.ts';
import { projectFiles, ROOT } from './project-files.ts';

const MAX_LINES = 400;
const files = projectFiles();

describe.each(BANS)('$name', (ban) => {
  test('is found in a bad line', () => {
    expect(linesBreaking(ban, ban.bad[0], [ban.bad[1]])).toEqual([1]);
  });

  test('is not found in the replacement', () => {
    expect(linesBreaking(ban, ban.good[0], [ban.good[1]])).toEqual([]);
  });

  test('stands nowhere', () => {
    const found = files.flatMap(({ file, lines }) =>
      linesBreaking(ban, file, lines).map((line) => `${file}:${String(line)}`),
    );
    expect(found, `write instead: ${ban.instead}`).toEqual([]);
  });
});

describe('layout', () => {
  test('the project is seen', () => {
    expect(files.length).toBeGreaterThan(50);
  });

  test.each([...FOLDERS, 'app'])('%s/ has its door', (folder) => {
    expect(existsSync(path.join(ROOT, folder, 'mod.ts'))).toBe(true);
  });

  test.each(['migrations', 'benchmarks', 'test', 'docs', 'scripts'])('%s/ exists', (folder) => {
    expect(existsSync(path.join(ROOT, folder))).toBe(true);
  });

  test(`no source file has more than ${String(MAX_LINES)} lines`, () => {
    const long = files
      .filter(({ file }) => /\.(?:tsx?|mjs|css)$/u.test(file))
      .filter(({ lines }) => lines.length > MAX_LINES)
      .map(({ file, lines }) => `${file}: ${String(lines.length)}`);
    expect(long).toEqual([]);
  });

  test('source files are named in kebab-case', () => {
    const odd = files
      .map(({ file }) => file)
      .filter((file) => /\.(?:tsx?|mjs|css)$/u.test(file))
      .filter((file) => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]+)*$/u.test(path.basename(file)));
    expect(odd).toEqual([]);
  });
});
