import { fc } from '@fast-check/vitest';

/** How often a fuzzing test tries: the nightly run sets OVERROUND_FUZZ_RUNS=100000. */
export const FUZZ_RUNS = Number(process.env['OVERROUND_FUZZ_RUNS'] ?? 2_000);

/** What breaks parsers: limits of numbers, nesting, other kinds of values, half of a character. */
const NASTY = [
  ...['-1', '0', '1e999', '-1e999', '9007199254740993', '1e-320', '-0', 'NaN', 'null', 'true'],
  ...[
    '{}',
    '[]',
    '""',
    '[[',
    '{"a":',
    '\\u0000',
    '\uD800',
    '\u0000',
    '\\',
    '"',
    '<',
    '>',
    '&',
    ';',
  ],
  ...['__proto__', 'constructor', '[[1,2,3],[1,2,3]]', '['.repeat(2_000), 'x'.repeat(5_000)],
];
/** Whole values in place of one that was there: the message stays well-formed more often, and its parts lie. */
const LIES = [
  ...['0', '-1', '1', '0.5', '1e308', '-1e-7', '4294967296', '9007199254740993', 'null', 'true'],
  ...['""', '"x"', '"0"', '"-1"', '"1e999"', '"NaN"', '"__proto__"', '"\\u0000"', '"sr:match:2"'],
  ...['[]', '{}', '[[]]', '[1,2,3]', '[0,0]', `"${'9'.repeat(400)}"`, '"2030-02-31T25:00:00Z"'],
];
/** Values and marks of JSON, XML and CSV alike. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|[a-z_$][\w:.-]*|[^\s\w"]/giu;

const mutation = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), from: fc.nat(), length: fc.nat(40) }),
  fc.record({ kind: fc.constant('repeat' as const), from: fc.nat(), length: fc.nat(200) }),
  fc.record({ kind: fc.constant('truncate' as const), from: fc.nat() }),
  fc.record({
    kind: fc.constant('insert' as const),
    from: fc.nat(),
    text: fc.constantFrom(...NASTY),
  }),
  fc.record({
    kind: fc.constant('replace' as const),
    from: fc.nat(),
    length: fc.nat(12),
    text: fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 4 })),
  }),
  fc.record({ kind: fc.constant('lie' as const), from: fc.nat(), text: fc.constantFrom(...LIES) }),
  fc.record({ kind: fc.constant('copy' as const), from: fc.nat(), of: fc.nat() }),
  fc.record({ kind: fc.constant('drop' as const), from: fc.nat() }),
);
type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never;

/** The text with another one in place of one of its tokens. */
function withToken(text: string, from: number, next: (all: readonly string[]) => string): string {
  const found = [...text.matchAll(TOKEN)];
  const token = found[from % Math.max(1, found.length)];
  if (token === undefined) return text;
  const to = token.index + token[0].length;
  return text.slice(0, token.index) + next(found.map(([one]) => one)) + text.slice(to);
}

function mutated(text: string, change: Mutation): string {
  const from = change.from % (text.length + 1);
  switch (change.kind) {
    case 'cut':
      return text.slice(0, from) + text.slice(from + change.length);
    case 'repeat':
      return text.slice(0, from + change.length) + text.slice(from);
    case 'truncate':
      return text.slice(0, from);
    case 'insert':
      return text.slice(0, from) + change.text + text.slice(from);
    case 'replace':
      return text.slice(0, from) + change.text + text.slice(from + change.length);
    case 'lie':
      return withToken(text, change.from, () => change.text);
    case 'copy':
      return withToken(text, change.from, (all) => all[change.of % all.length] ?? '');
    case 'drop':
      return withToken(text, change.from, () => '');
  }
}

/** One of the texts with up to five things wrong with it. */
export const mutatedText = (texts: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...texts), fc.array(mutation, { minLength: 1, maxLength: 5 }))
    .map(([text, changes]) => changes.reduce(mutated, text));

/** The same for bytes. */
export const mutatedBytes = (all: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(
      fc.constantFrom(...all),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }),
      fc.option(fc.nat()),
    )
    .map(([bytes, changes, cut]) => {
      const next = Uint8Array.from(bytes);
      for (const [at, value] of changes) next[at % next.length] = value;
      return cut === null ? next : next.subarray(0, cut % next.length);
    });
