import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { fileOfPair, FOLDERS, PAIRS, pairsFrom, pairSources } from './import-table.ts';
import { ALLOWED, RULE_CASES, RULE_TARGETS } from './rule-cases.ts';
import { openSandbox } from './sandbox.ts';

type Cruise = Readonly<{
  summary: { totalCruised: number; violations: { rule: { name: string }; from: string }[] };
}>;

type Configuration = Readonly<{ forbidden: { name: string }[] }>;

const cruise = async (): Promise<Cruise> => {
  const cases = Object.fromEntries(RULE_CASES.map(({ file, text }) => [file, text]));
  await using sandbox = await openSandbox({
    ...pairSources(),
    ...RULE_TARGETS,
    ...ALLOWED,
    ...cases,
  });
  const printed = await sandbox.run('dependency-cruiser/bin/dependency-cruise.mjs', [
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
    '.',
  ]);
  return JSON.parse(printed) as Cruise;
};

describe('dependency-cruiser', async () => {
  const { summary } = await cruise();
  const rulesBrokenBy = (file: string): string[] =>
    summary.violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);

  test('sees the files at all', () => {
    expect(summary.totalCruised).toBeGreaterThan(PAIRS.length + RULE_CASES.length);
  });

  test.for(RULE_CASES)('$rule refuses $file', ({ rule, file }) => {
    expect(rulesBrokenBy(file)).toContain(rule);
  });

  test.for(Object.keys(ALLOWED))('%s is allowed', (file) => {
    expect(rulesBrokenBy(file)).toEqual([]);
  });

  test.for(FOLDERS)('%s may import only what its row of the table says', (folder) => {
    const refused = pairsFrom(folder).filter((pair) =>
      rulesBrokenBy(fileOfPair(pair)).includes(`direction-${folder}`),
    );
    expect(refused).toEqual(pairsFrom(folder).filter(({ allowed }) => !allowed));
  });

  test('every rule of the configuration has a case', () => {
    const config = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as Configuration;
    const fired = new Set(summary.violations.map(({ rule }) => rule.name));
    const silent = config.forbidden.filter(({ name }) => !fired.has(name));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});

describe('TypeScript project references', async () => {
  await using sandbox = await openSandbox(pairSources());
  const printed = await sandbox.run('typescript/bin/tsc', ['-b', '--pretty', 'false', ...FOLDERS]);
  const refusedFiles = new Set(
    [...printed.matchAll(/^(\S+)\(\d+,\d+\): error TS6307:/gmu)].map((match) => match[1]),
  );

  test.for(FOLDERS)('%s may import only what its row of the table says', (folder) => {
    const refused = pairsFrom(folder).filter((pair) => refusedFiles.has(fileOfPair(pair)));
    expect(refused).toEqual(pairsFrom(folder).filter(({ allowed }) => !allowed));
  });
});
