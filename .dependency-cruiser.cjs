// The import table of docs/architecture.md as rules. `test/boundaries/` proves that each rule fires.

/** Which folders the sources of a folder may import, each by its door `mod.ts`. */
const mayImport = {
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
};

const folders = Object.keys(mayImport);
const any = (names) => `(?:${names.join('|')})`;
/** Tests, and what only tests use: `*.test.ts`, `test-*.ts` and the folders `testing/`. */
const testFile = '\\.test\\.tsx?$|/testing/|/test-[a-z-]+\\.ts$';
const pure =
  '^(?:contracts|markets|odds/(?:models|margin|board|builder|cash-out|consensus|ratings|pricing)|risk/(?:exposure|formulas|robust|simulator|customers|integrity)|settlement/rules|payments/transitions)/';
const composers = '^(?:app|benchmarks|test)/';

const directions = folders.map((folder) => {
  const forbidden = folders.filter(
    (other) => other !== folder && !mayImport[folder].includes(other),
  );
  return {
    name: `direction-${folder}`,
    comment: `${folder}/ may import only: ${mayImport[folder].join(', ') || 'nothing'}.`,
    severity: 'error',
    from: { path: `^${folder}/` },
    to: { path: `^${any(forbidden)}/` },
  };
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...directions,
    {
      name: 'door-only',
      comment: 'Another folder is entered by its door, #folder/mod.ts.',
      severity: 'error',
      from: { path: `^(${any(folders)})/` },
      to: {
        path: `^${any(folders)}/`,
        pathNot: [`^$1/`, `^${any(folders)}/(?:testing/)?mod\\.ts$`],
      },
    },
    {
      name: 'door-only-for-composers',
      comment:
        'app/, benchmarks/ and test/ enter a folder by mod.ts or by the mod.ts of a part of it.',
      severity: 'error',
      from: { path: composers },
      to: { path: `^${any(folders)}/`, pathNot: '/mod\\.ts$' },
    },
    {
      name: 'client-stands-alone',
      comment: 'The client is published by itself and depends on nothing, Node neither.',
      severity: 'error',
      from: { path: '^client/', pathNot: testFile },
      to: { pathNot: '^client/' },
    },
    {
      name: 'pure-no-io',
      comment:
        'Pure folders import no Node module, driver or package (typebox and mathjs excepted).',
      severity: 'error',
      from: { path: pure, pathNot: testFile },
      to: {
        dependencyTypesNot: ['local', 'localmodule', 'aliased', 'aliased-subpath-import'],
        pathNot: '(?:^|/)node_modules/(?:typebox|mathjs)/',
      },
    },
    {
      name: 'pure-imports-pure',
      comment: 'Pure code builds only on pure code: contracts, markets and the pure parts.',
      severity: 'error',
      from: { path: pure, pathNot: testFile },
      to: { path: `^${any([...folders, 'app'])}/`, pathNot: pure },
    },
    {
      name: 'typebox-in-contracts-mathjs-in-models',
      comment:
        'Schemas live in contracts/, fitting in odds/models/: no other pure folder needs a package.',
      severity: 'error',
      from: { path: pure, pathNot: [testFile, '^contracts/', '^odds/models/'] },
      to: { path: '(?:^|/)node_modules/' },
    },
    {
      name: 'nobody-imports-app',
      comment: 'app/ is the composition root: only benchmarks and tests may start it.',
      severity: 'error',
      from: { pathNot: [composers] },
      to: { path: '^app/' },
    },
    {
      name: 'nobody-imports-test',
      comment: 'Sources do not depend on tests, their harness or benchmarks.',
      severity: 'error',
      from: { pathNot: ['^(?:test|benchmarks)/', testFile] },
      to: { path: ['^(?:test|benchmarks)/', testFile] },
    },
    {
      name: 'nobody-imports-scripts',
      comment: 'scripts/ holds what is run from package.json.',
      severity: 'error',
      from: { pathNot: ['^scripts/', '^test/', '^app/bin/', testFile] },
      to: { path: '^scripts/' },
    },
    {
      name: 'no-dev-dependency-in-sources',
      comment:
        'What runs in production is a dependency, not a devDependency (the console is bundled).',
      severity: 'error',
      from: {
        path: `^${any([...folders, 'app'])}/`,
        pathNot: ['^console/', '^app/processes/build-console\\.ts$', testFile],
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-undeclared-package',
      comment: 'Every imported package stands in package.json.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-cycles',
      comment: 'No import cycle, of types neither.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'Every import resolves.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-orphans',
      comment:
        'A file that imports nothing and that nobody imports is dead (doors and entries excepted).',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '(?:^|/)mod\\.ts$',
          '^(?:scripts|test)/',
          '^odds/workers/',
          '^platform/embedded/chdb-front\\.ts$',
          '^benchmarks/',
          '\\.d\\.ts$',
          testFile,
          '^[^/]+$',
        ],
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^\\.tsbuild/|^dist/|^[^/]+/dist/|^coverage/' },
    // The client has a package.json of its own; what its tests use stands in the project's.
    combinedDependencies: true,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
