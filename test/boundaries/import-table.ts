/** The import table of docs/architecture.md: which folders a folder may enter, by its door. */
export const IMPORT_TABLE = {
  contracts: [],
  markets: ['contracts'],
  platform: ['contracts'],
  ledger: ['contracts', 'platform'],
  audit: ['contracts', 'platform'],
  feeds: ['contracts', 'markets', 'platform'],
  odds: ['contracts', 'markets', 'platform'],
  risk: ['contracts', 'markets', 'platform'],
  payments: ['contracts', 'platform', 'ledger'],
  'bet-api': ['contracts', 'markets', 'platform', 'ledger', 'payments', 'audit', 'settlement'],
  settlement: ['contracts', 'markets', 'platform', 'ledger'],
  analytics: ['contracts', 'markets', 'platform'],
  client: [],
  console: ['client', 'contracts', 'markets'],
} as const;

export type Folder = keyof typeof IMPORT_TABLE;
export type Pair = Readonly<{ from: Folder; to: Folder; allowed: boolean }>;

export const FOLDERS = Object.keys(IMPORT_TABLE) as Folder[];

const mayEnter = (from: Folder, to: Folder): boolean =>
  IMPORT_TABLE[from].some((name) => name === to);

/** Every ordered pair of different folders, allowed or not. */
export const PAIRS: readonly Pair[] = FOLDERS.flatMap((from) =>
  FOLDERS.filter((to) => to !== from).map((to) => ({ from, to, allowed: mayEnter(from, to) })),
);

export const pairsFrom = (folder: Folder): readonly Pair[] =>
  PAIRS.filter(({ from }) => from === folder);

/** The file, in both kinds of sandbox, whose only import is that of a pair. */
export const fileOfPair = ({ from, to }: Pair): string => `${from}/to-${to}.ts`;

/** The sources of a sandbox in which every folder imports every other one, types included. */
export const pairSources = (): Record<string, string> => ({
  ...Object.fromEntries(
    FOLDERS.map((folder) => [
      `${folder}/mod.ts`,
      `export type Door = string;\nexport const door: Door = '${folder}';\n`,
    ]),
  ),
  ...Object.fromEntries(
    PAIRS.map((pair, i) => [
      fileOfPair(pair),
      i % 2 === 0
        ? `import { door } from '#${pair.to}/mod.ts';\nexport const copy = door;\n`
        : `import type { Door } from '#${pair.to}/mod.ts';\nexport type Copy = Door;\n`,
    ]),
  ),
});
