import type { Command } from 'commander';

import { InputError, type MarketQuotes, type OfferedPrice } from '#contracts/mod.ts';
import {
  bookOf,
  crossedRunners,
  makeBooks,
  quotesOf,
  replayExchangeFile,
  type MarketBook,
  type PoisonLine,
} from '#feeds/exchange/mod.ts';

import { percent, print, table } from './calculate/calculation.ts';

const EXAMPLES = `
The file may be plain, packed with gzip or bzip2, or a tar archive of such files.

Examples:
  $ npm run -s overround -- exchange 1.166811431.bz2
  $ npm run -s overround -- exchange recording.gz --market 1.131162837 --json
`;

/** Poison lines are shown up to here, and counted beyond. */
const POISON_SHOWN = 10;

type Options = Readonly<{ json?: boolean; market?: string }>;

export function addExchange(program: Command): void {
  program
    .command('exchange')
    .description('Rebuild the books of a recorded Betfair Exchange stream, and show how they end')
    .argument('<file>', 'the recording')
    .option('--market <id>', 'this market alone')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: Options) => {
      const answer = await answerOf(file, options.market);
      print(answer, options, () => linesOf(answer));
    });
}

type Answer = Awaited<ReturnType<typeof answerOf>>;

async function answerOf(file: string, wanted: string | undefined) {
  const poisonLines: PoisonLine[] = [];
  const crossed = new Map<string, number>();
  const books = makeBooks();
  const { books: _books, ...counts } = await replayExchangeFile(file, {
    books,
    onPoison: ({ line, reason }) => {
      if (poisonLines.length < POISON_SHOWN) poisonLines.push({ reason, line: line.slice(0, 200) });
    },
    onMessage: (_message, changed) => {
      for (const id of changed) {
        const book = books.market(id);
        if (book !== undefined && crossedRunners(book).length > 0)
          crossed.set(id, (crossed.get(id) ?? 0) + 1);
      }
    },
  }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError('FORMAT_INVALID', 'file', file, `must be a recording: ${why}`);
  });
  const chosen = [...books.markets()].filter(({ id }) => wanted === undefined || id === wanted);
  if (wanted !== undefined && chosen.length === 0)
    throw new InputError('FORMAT_INVALID', 'market', wanted, 'must be a market of the recording');
  return {
    ...counts,
    poisonLines,
    markets: chosen.map((book) => marketOf(book, crossed.get(book.id) ?? 0)),
  };
}

/** `crossed` counts the messages after which backing paid no less than laying cost while the market was open. */
function marketOf(book: MarketBook, crossed: number) {
  return {
    id: book.id,
    name: book.definition?.name ?? book.definition?.marketType ?? null,
    status: book.definition?.status ?? null,
    version: book.definition?.version ?? null,
    matched: book.tv,
    crossed,
    backBook: bookOf(book, 'back'),
    layBook: bookOf(book, 'lay'),
    lines: quotesOf('exchange', book),
  };
}

const offer = (price: OfferedPrice | null): string =>
  price === null ? '—' : `${figure(price.size)} @ ${price.odds}`;
const figure = (value: number | null): string => (value === null ? '—' : String(value));

function linesOf(answer: Answer): readonly string[] {
  const { messages, otherMessages, runnerChanges, definitions, images, poison } = answer;
  return [
    `${messages} messages (${otherMessages} of other kinds), ${runnerChanges} runner changes, ` +
      `${definitions} definitions, ${images} images, ${poison} lines unreadable`,
    ...answer.poisonLines.map(({ reason, line }) => `  ${reason}: ${line.slice(0, 60)}`),
    ...answer.markets.flatMap(({ lines, ...market }) => [
      '',
      ...headOf(market),
      ...lines.flatMap((line) => ['', ...quoteLines(line)]),
    ]),
  ];
}

const headOf = (market: Omit<Answer['markets'][number], 'lines'>): readonly string[] => [
  `${market.id}  ${market.name ?? 'no definition'}  ${market.status ?? ''}`.trimEnd(),
  [
    `back book ${market.backBook === null ? '—' : percent(market.backBook)}`,
    `lay book ${market.layBook === null ? '—' : percent(market.layBook)}`,
    `matched ${figure(market.matched)}`,
    `crossed ${market.crossed} times`,
  ].join(', '),
];

const quoteLines = ({ marketUrn, marketKey, outcomes }: MarketQuotes): readonly string[] =>
  table([
    [marketKey ?? marketUrn, 'status', 'back', 'lay', 'last', 'start'],
    ...outcomes.map(({ name, providerId, outcomeId, status, ...prices }) => [
      `  ${outcomeId ?? name ?? providerId}`,
      status,
      offer(prices.back),
      offer(prices.lay),
      figure(prices.lastTraded),
      figure(prices.startingPrice),
    ]),
  ]);
