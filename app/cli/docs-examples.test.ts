import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterEach, describe, expect, it, test, vi } from 'vitest';

import {
  BASKETBALL_MARKET_TYPES,
  FOOTBALL_MARKET_TYPES,
  ICE_HOCKEY_MARKET_TYPES,
  marketKeyOf,
  RACING_MARKET_TYPES,
  TENNIS_MARKET_TYPES,
} from '#contracts/mod.ts';

import { explanation } from '../host/explanation.ts';
import { betOn, EventBook, HostRig, writtenBet } from '../host/test-fixture.ts';
import { runCli } from './cli.ts';

const pageOf = (path: string): string =>
  readFileSync(resolve(import.meta.dirname, '../..', path), 'utf8');
const PRICING = pageOf('docs/pricing.md');
const COMMAND = 'npm run -s overround -- ';
/** Stands for any number of lines that the page leaves out. */
const LEFT_OUT = '…';

type Block = Readonly<{ language: string; lines: readonly string[] }>;
type Example = Readonly<{ line: string; shown: readonly string[] }>;

const blocksOf = (page: string): readonly Block[] =>
  [...page.matchAll(/^```(\w*)\n(.*?)^```$/gmsu)].map(([, language = '', text = '']) => ({
    language,
    lines: text.trimEnd().split('\n'),
  }));

/** Every command of a page with the block after it. */
function examplesOf(page: string): readonly Example[] {
  const blocks = blocksOf(page);
  return blocks.flatMap(({ language, lines }, at) => {
    const commands = lines.filter((line) => line.includes(COMMAND));
    if (language !== 'sh' || commands.length === 0) return [];
    const shown = blocks[at + 1];
    if (commands.length > 1 || shown?.language !== 'text')
      throw new Error(`one command and its output, please: ${lines.join(' ')}`);
    return commands.map((line) => ({ line, shown: shown.lines }));
  });
}

/** The words of a command line; quotes are around whole words only. */
const wordsOf = (text: string): readonly string[] =>
  [...text.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/gu)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? '',
  );

const folder = mkdtempSync(join(tmpdir(), 'overround-docs-'));

/** `echo '…' | overround … --input -` with a file for standard input, which a test does not have. */
function argsOf(line: string): readonly string[] {
  const [before = '', command = ''] = line.split(COMMAND);
  const args = wordsOf(command);
  if (before === '') return args;
  const [echo, input = '', pipe, ...rest] = wordsOf(before);
  expect([echo, pipe, ...rest]).toEqual(['echo', '|']);
  const path = join(folder, 'input.json');
  writeFileSync(path, input);
  return args.map((word) => (word === '-' ? path : word));
}

const NUMBER = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/giu;

/** The same words, and numbers that differ in their last bits at most. */
function isSameLine(shown: string, printed: string): boolean {
  if (shown.replace(NUMBER, '#') !== printed.replace(NUMBER, '#')) return false;
  const numbers = [...printed.matchAll(NUMBER)].map(([text]) => Number(text));
  return [...shown.matchAll(NUMBER)].every(([text], at) => {
    const [left, right] = [Number(text), numbers[at] ?? NaN];
    return Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(right));
  });
}

/** Whether lines are those of the page, of which `…` leaves some out. */
function isAsShown([line, ...shown]: readonly string[], printed: readonly string[]): boolean {
  if (line === undefined) return printed.length === 0;
  if (line === LEFT_OUT)
    return [...printed, ''].some((_, skipped) => isAsShown(shown, printed.slice(skipped)));
  const [next, ...rest] = printed;
  return next !== undefined && isSameLine(line, next) && isAsShown(shown, rest);
}

/** The engine that `explain` asks: a match before kick-off with one bet of 2,000 EUR on the home side. */
function stubEngine(): void {
  const rig = new HostRig();
  rig.take({ type: 'rebuild', events: new EventBook().opening(), commands: [], bets: [] });
  rig.priceAll();
  rig.take({ type: 'bet', bet: writtenBet(betOn(rig, 1, { stakeMinor: '200000' })) });
  rig.take({ type: 'tick' });
  vi.stubGlobal('fetch', (address: string) => {
    const { pathname, searchParams } = new URL(address);
    if (pathname.endsWith('/login')) return Promise.resolve(Response.json({ token: 'a trader' }));
    const market = marketKeyOf(searchParams.get('marketKey') ?? '');
    return Promise.resolve(Response.json(explanation(rig.state, market)));
  });
}

async function printedBy(args: readonly string[]): Promise<readonly string[]> {
  const printed: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  expect(await runCli(args)).toBe(0);
  return printed.join('\n').replace(/^\n/u, '').split('\n');
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('the examples of docs/pricing.md', () => {
  const examples = examplesOf(PRICING);

  test('show every command that calculates or explains', () => {
    const named = examples.map(({ line }) => line.split(COMMAND)[1]?.split(' ')[0]);
    expect(new Set(named)).toEqual(
      new Set(['devig', 'margin', 'price', 'invert', 'builder', 'grade', 'explain']),
    );
  });

  test.each(examples.map((example) => [example.line, example] as const))(
    '%s',
    async (_, { line, shown }) => {
      stubEngine();
      const printed = await printedBy(argsOf(line));
      // A whole comparison says more than false.
      if (!isAsShown(shown, printed)) expect(printed).toEqual(shown);
    },
  );
});

test.each([
  ['football', FOOTBALL_MARKET_TYPES],
  ['basketball', BASKETBALL_MARKET_TYPES],
  ['ice hockey', ICE_HOCKEY_MARKET_TYPES],
  ['tennis', TENNIS_MARKET_TYPES],
  ['racing', RACING_MARKET_TYPES],
] as const)('%s has as many market types as the pages say', (sport, types) => {
  for (const page of [PRICING, pageOf('README.md')]) {
    const [, count] = new RegExp(`^\\| ${sport} +\\| +(\\d+) \\|`, 'mu').exec(page) ?? [];
    expect(Number(count)).toBe(types.length);
  }
});

describe('the comparison with a page', () => {
  it.each([
    [['a 1.5'], ['a 1.5'], true],
    [['a 1.5'], ['a 1.50000000001'], true],
    [['a 1.5'], ['a 1.501'], false],
    [['a 1.5'], ['b 1.5'], false],
    [['a'], ['a', 'b'], false],
    [['a', 'b'], ['a'], false],
    [['a', '…', 'd'], ['a', 'b', 'c', 'd'], true],
    [['a', '…'], ['a'], true],
    [['a', '…', 'c'], ['a', 'b'], false],
    [['…', 'b', '…'], ['a', 'b', 'c'], true],
  ])('%j of %j: %s', (shown, printed, same) => {
    expect(isAsShown(shown, printed)).toBe(same);
  });

  it('refuses a command without its output', () => {
    const page = (after: string): string => `\`\`\`sh\n${COMMAND}devig 2 2\n\`\`\`\n${after}`;
    expect(() => examplesOf(page(''))).toThrow('one command');
    expect(examplesOf(page('```text\nbook\n```'))).toHaveLength(1);
    expect(wordsOf(`a 'b "c"' "d e" f`)).toEqual(['a', 'b "c"', 'd e', 'f']);
  });
});
