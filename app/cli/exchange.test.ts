import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';

import { makeBooks, midPrices, quotesOf, replayExchangeFile } from '#feeds/exchange/mod.ts';
import { consensusOf } from '#odds/consensus/mod.ts';

import { runCli } from './cli.ts';

const root = resolve(import.meta.dirname, '../..');
const SAMPLE = join(root, 'feeds/exchange/samples/rovers-united.jsonl');
const folder = mkdtempSync(join(tmpdir(), 'overround-exchange-cli-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function printedBy(...args: readonly string[]) {
  const [out, errors]: [string[], string[]] = [[], []];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void out.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void errors.push(line));
  return { code: await runCli(['exchange', ...args]), text: out.join('\n'), errors };
}

describe('overround exchange', () => {
  test('prints what docs/feeds.md shows', async () => {
    const { code, text } = await printedBy(SAMPLE);
    expect(code).toBe(0);
    const page = readFileSync(join(root, 'docs/feeds.md'), 'utf8');
    expect(page).toContain(`\`\`\`text\n${text}\n\`\`\`\n`);
  });

  test('--json is one document with the same figures', async () => {
    const path = join(folder, 'packed');
    writeFileSync(path, gzipSync(readFileSync(SAMPLE)));
    const { text } = await printedBy(path, '--json', '--market', '1.1');
    expect(JSON.parse(text)).toMatchObject({
      ...{ messages: 4, runnerChanges: 5, definitions: 1, images: 1, poison: 0 },
      markets: [
        {
          ...{ id: '1.1', status: 'OPEN', matched: 1200, crossed: 0 },
          backBook: 1 / 2.08 + 1 / 3.9 + 1 / 3.45,
          lines: [{ marketKey: 'match-result', outcomes: [{ outcomeId: 'home' }, {}, {}] }],
        },
      ],
    });
  });

  test('counts messages after which an open market is crossed, and lines that are no messages', async () => {
    const crossing = JSON.stringify({
      ...{ op: 'mcm', pt: 1, mc: [{ id: '1.1', rc: [{ id: 11, atb: [[3, 5]] }] }] },
    });
    const path = join(folder, 'crossed');
    writeFileSync(path, `${readFileSync(SAMPLE, 'utf8')}${crossing}\nno message\n`);
    const { code, text } = await printedBy(path);
    expect(code).toBe(0);
    expect(text).toContain('crossed 1 times');
    expect(text).toContain('1 lines unreadable\n  Unexpected token');
  });

  test.each([
    [['none.bz2'], 'file must be a recording: ENOENT'],
    [[SAMPLE, '--market', '1.2'], 'market must be a market of the recording'],
  ])('%j is refused', async (args, why) => {
    const { code, errors } = await printedBy(...args);
    expect(code).toBe(2);
    expect(errors[0]).toContain(why);
  });
});

test('mid prices of an exchange stand beside the prices of books in a consensus', async () => {
  const books = makeBooks();
  await replayExchangeFile(SAMPLE, { books });
  const [quotes] = [...books.markets()].flatMap((book) => quotesOf('exchange', book));
  if (quotes === undefined) throw new Error('no quotes');
  const exchange = midPrices(quotes, ['home', 'draw', 'away']);
  const book = { book: 'a book', odds: [2.02, 3.4, 3.7], at: exchange.at };
  const { probabilities, usedBooks } = consensusOf([exchange, book], exchange.at);
  expect(usedBooks).toBe(2);
  // The middle of 2.08 and 2.14, of 3.45 and 3.55, and of 3.9 and 4.1 is close to fair.
  expect(probabilities?.map((p) => Math.round(100 * p))).toEqual([47, 28, 25]);
});
