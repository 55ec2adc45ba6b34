import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { defaultDataDir } from '../find-match.ts';
import { crossedRunners } from './best-prices.ts';
import { runnerKey, type MarketBook } from './book.ts';
import { makeBooks } from './books.ts';
import type { RunnerChange } from './message.ts';
import { quotesOf } from './quotes.ts';
import { replayExchangeFile } from './replay-file.ts';
import { factsOf, sameFacts } from './facts-of.ts';
import { SlowBooks } from './slow-books.ts';

const dir = join(defaultDataDir(), 'betfair-streams');
const isAbsent = !existsSync(dir);

/** Messages, runner changes, definitions and images as the description of the data set counts them. */
const RECORDINGS = [
  ['betfairhistorical-petermclagan/football-basic-sample.bz2', 1_096, 5_628, 758, 0],
  ['nautilus/1-166811431.bz2', 11_357, 17_813, 7, 0],
  ['nautilus/1-166564490.bz2', 1_608, 2_014, 1, 1],
  ['nautilus/1-180305278.bz2', 7_685, 11_774, 6, 0],
  ['nautilus/1-206064380.bz2', 18_793, 51_603, 20, 6],
  ['betfair_parser/data/1.127236622.bz2', 16_096, 66_333, 111, 97],
  ['betfair_parser/data/1.185781277.bz2', 7_600, 27_454, 13, 1],
  ['betfair_parser/data/1.205822330.bz2', 5_654, 17_251, 25, 9],
  ['betfair_parser/data/1.242971311.bz2', 1_736, 6_672, 226, 200],
  ['betfair_parser/data/1.164917629.bz2', 298, 403, 2, 2],
  ['betfairlightweight/historicaldata/BASIC-1.132153978', 480, 1_208, 13, 0],
] as const;

/**
 * This one was kept by a recorder that missed up to two hours at a time without asking again, so that prices that
 * were gone stand against new ones.
 */
const WITH_GAPS = 'betfair_parser/data/1.242971311.bz2';
/** How often whole markets are compared, beside every image; what a message names is compared at each one. */
const WHOLE_EVERY = 10;
const LADDERS = ['atb', 'atl', 'trd', 'spb', 'spl', 'batb', 'batl', 'bdatb', 'bdatl'] as const;

/** Whether all prices that a message names of a runner stand in the book as in the obvious rebuild. */
function sameNamed(
  { runners }: MarketBook,
  change: RunnerChange,
  facts: ReadonlyMap<string, string> | undefined,
): boolean {
  const runner = runners.get(runnerKey(change.id, change.hc));
  const name = `${change.id}/${String(change.hc ?? 0)}`;
  return LADDERS.every((ladder) =>
    (change[ladder] ?? []).every(([key]) => {
      const entry = runner?.[ladder].find(([other]) => other === key);
      return facts?.get(`${name} ${ladder} ${key}`) === entry?.slice(1).join(' ');
    }),
  );
}

describe.skipIf(isAbsent)(
  'the exchange recordings (skipped: ../shared/data/betfair-streams is absent)',
  () => {
    test.each(RECORDINGS)(
      '%s: the book is that of the obvious rebuild, message by message',
      async (file, ...counts) => {
        const [messages, runnerChanges, definitions, images] = counts;
        const [books, slow] = [makeBooks(), new SlowBooks()];
        let [crossed, count] = [0, 0];
        const different: string[] = [];
        const compare = (book: MarketBook, when: string): void => {
          if (!sameFacts(factsOf(book), slow.facts.get(book.id))) different.push(when);
        };
        const report = await replayExchangeFile(join(dir, file), {
          books,
          onMessage: (message, changed) => {
            slow.take(message);
            count += 1;
            for (const id of changed) {
              const book = books.market(id);
              if (book === undefined) continue;
              crossed += crossedRunners(book).length;
              const changes = message.mc?.filter((change) => change.id === id) ?? [];
              const when = `message ${count}, market ${id}`;
              for (const named of changes.flatMap(({ rc }) => rc ?? []))
                if (!sameNamed(book, named, slow.facts.get(id))) different.push(when);
              if (changes.some(({ img }) => img === true) || count % WHOLE_EVERY === 0)
                compare(book, when);
            }
          },
        });
        for (const book of books.markets()) {
          compare(book, `end, market ${book.id}`);
          expect(book.definition).toEqual(slow.definitions.get(book.id));
        }
        expect(different).toEqual([]);
        expect(crossed > 0).toBe(file === WITH_GAPS);
        expect(report).toMatchObject({
          ...{ messages, runnerChanges, definitions, images, poison: 0, otherMessages: 0 },
        });
      },
      120_000,
    );

    test('every other sample of the stream is read, or told as poison', async () => {
      const streams = join(dir, 'betfairlightweight/historicaldata');
      for (const file of readdirSync(streams).filter((name) => /\d$/u.test(name))) {
        const { messages, otherMessages, poison } = await replayExchangeFile(join(streams, file));
        expect([file, messages + otherMessages > 0, poison]).toEqual([file, true, 0]);
      }
      const log = await replayExchangeFile(join(dir, 'nautilus/badly_formatted.txt'));
      expect(log).toMatchObject({ messages: 0, poison: 1 });
    });

    test('football markets have our names where the catalogue has them', async () => {
      const [file] = RECORDINGS[0];
      const { books } = await replayExchangeFile(join(dir, file));
      const keys = [...books.markets()].flatMap((book) =>
        quotesOf('exchange', book).map(({ marketKey }) => marketKey),
      );
      const known = new Set(keys.filter((key) => key !== null));
      for (const key of ['match-result', 'total-goals|line=2.5', 'both-teams-to-score'])
        expect(known).toContain(key);
      expect([...known].filter((key) => key.startsWith('asian-handicap'))).toHaveLength(33);
      expect([...books.markets()].every(({ definition }) => definition?.status === 'CLOSED')).toBe(
        true,
      );
    });
  },
);
