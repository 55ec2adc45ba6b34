/** One forbidden import and the rule of dependency-cruiser that must refuse it. */
export type RuleCase = Readonly<{ rule: string; file: string; text: string }>;

const imports = (specifier: string): string => `import '${specifier}';\nexport const x = 1;\n`;

export const RULE_CASES: readonly RuleCase[] = [
  { rule: 'door-only', file: 'odds/inside-other.ts', text: imports('#platform/clock.ts') },
  { rule: 'door-only', file: 'odds/sub-door.ts', text: imports('#platform/part/mod.ts') },
  { rule: 'door-only-for-composers', file: 'app/inside.ts', text: imports('#platform/clock.ts') },
  { rule: 'client-stands-alone', file: 'client/reads-file.ts', text: imports('node:fs') },
  { rule: 'client-stands-alone', file: 'client/packs.ts', text: imports('@msgpack/msgpack') },
  { rule: 'pure-no-io', file: 'markets/reads-file.ts', text: imports('node:fs') },
  { rule: 'pure-no-io', file: 'contracts/bare-core.ts', text: imports('crypto') },
  { rule: 'pure-no-io', file: 'odds/models/own-pool.ts', text: imports('piscina') },
  { rule: 'pure-no-io', file: 'risk/exposure/driver.ts', text: imports('pg') },
  { rule: 'pure-no-io', file: 'settlement/rules/log.ts', text: imports('pino') },
  { rule: 'pure-imports-pure', file: 'odds/models/clock.ts', text: imports('#platform/mod.ts') },
  { rule: 'pure-imports-pure', file: 'risk/exposure/up.ts', text: imports('../shell.ts') },
  {
    rule: 'typebox-in-contracts-mathjs-in-models',
    file: 'markets/schema.ts',
    text: imports('typebox'),
  },
  { rule: 'nobody-imports-app', file: 'odds/composes.ts', text: imports('#app/mod.ts') },
  { rule: 'nobody-imports-test', file: 'odds/harness.ts', text: imports('#test/harness/mod.ts') },
  { rule: 'nobody-imports-test', file: 'odds/spec.ts', text: imports('./unit.test.ts') },
  { rule: 'nobody-imports-test', file: 'odds/kit.ts', text: imports('./testing/kit.ts') },
  {
    rule: 'nobody-imports-test',
    file: 'odds/other-kit.ts',
    text: imports('#markets/testing/mod.ts'),
  },
  { rule: 'nobody-imports-scripts', file: 'app/runs.ts', text: imports('../scripts/run.mjs') },
  { rule: 'no-dev-dependency-in-sources', file: 'odds/dev.ts', text: imports('vitest') },
  { rule: 'no-undeclared-package', file: 'odds/undeclared.ts', text: imports('acorn') },
  { rule: 'no-unresolvable', file: 'odds/lost.ts', text: imports('./nowhere.ts') },
  { rule: 'no-cycles', file: 'odds/left.ts', text: imports('./right.ts') },
  {
    rule: 'no-cycles',
    file: 'odds/type-left.ts',
    text: "import type { R } from './type-right.ts';\nexport type L = R[];\n",
  },
  { rule: 'no-orphans', file: 'odds/forgotten.ts', text: 'export const x = 1;\n' },
];

/** The files that the cases import. */
export const RULE_TARGETS: Readonly<Record<string, string>> = {
  'platform/clock.ts': 'export const clock = 1;\n',
  'platform/part/mod.ts': 'export const part = 1;\n',
  'risk/shell.ts': 'export const shell = 1;\n',
  'app/mod.ts': 'export const app = 1;\n',
  'test/harness/mod.ts': 'export const harness = 1;\n',
  'scripts/run.mjs': 'export const run = 1;\n',
  'odds/right.ts': imports('./left.ts'),
  'odds/type-right.ts': "import type { L } from './type-left.ts';\nexport type R = L | 1;\n",
};

/** Imports that must stay allowed, or the rules would be refusing everything. */
export const ALLOWED: Readonly<Record<string, string>> = {
  'contracts/schema.ts': imports('typebox'),
  'odds/models/fit.ts': imports('mathjs'),
  'odds/models/priced.ts': imports('#markets/mod.ts'),
  'odds/unit.test.ts': `${imports('#test/harness/mod.ts')}import 'vitest';\nimport 'node:fs';\n`,
  'markets/testing/mod.ts': `${imports('fast-check')}import 'node:fs';\n`,
  'odds/testing/kit.ts': `${imports('#markets/testing/mod.ts')}import '#test/harness/mod.ts';\n`,
  'odds/test-kit.ts': imports('vitest'),
  'odds/models/unit.test.ts': `${imports('node:fs')}import 'fast-check';\n`,
  'platform/store.ts': `${imports('pg')}import 'node:fs';\n`,
  'app/composes.ts': `${imports('#odds/mod.ts')}import '#platform/part/mod.ts';\n`,
  'benchmarks/measures.ts': `${imports('#app/mod.ts')}import '#test/harness/mod.ts';\n`,
};
