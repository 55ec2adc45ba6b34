import { readFile } from 'node:fs/promises';

import type { Command } from 'commander';

import { InputError } from '#contracts/mod.ts';
import {
  hedgeOf,
  orderReports,
  placeInstruction,
  SimulatedExchange,
  type LimitOrder,
  type Offer,
} from '#risk/layoff/mod.ts';

import { table } from './calculate/calculation.ts';
import { addDesk } from './lay-off-desk.ts';

const EXAMPLES = `
Amounts are in minor units. Without a subcommand, the size of one order is worked out, and how it would fill where others
offer what --offer says; nothing is sent. The subcommands speak to the desk of a running engine.

Examples:
  $ npm run -s overround -- lay-off --loss 200000 --gain 100000 --price 3.2
  $ npm run -s overround -- lay-off --loss 200000 --gain 100000 --price 3.2 --band 50000 --json
  $ npm run -s overround -- lay-off --loss 200000 --gain 100000 --price 3.2 --offer 3.3:20000 3.2:10000
  $ npm run -s overround -- lay-off limits --band 50000 --order 20000 --match 100000 --day 500000 --actor anna --reason "May"
  $ npm run -s overround -- lay-off propose
  $ npm run -s overround -- lay-off send <order> --actor anna --reason "too much on the home team"
  $ npm run -s overround -- lay-off list --json
`;

type Asked = Partial<Pick<Options, 'loss' | 'gain' | 'price'>> &
  Omit<Options, 'loss' | 'gain' | 'price'>;
type Options = Readonly<{
  loss: string;
  gain: string;
  price: string;
  commission: string;
  band: string;
  smallest: string;
  offer?: string[];
  orders?: string;
  json?: boolean;
}>;

export function addLayOff(program: Command): void {
  const command = program
    .command('lay-off')
    .description('Bets of the house at an exchange: their size, and what the desk sends and has')
    // Options after a subcommand are the subcommand's.
    .enablePositionalOptions()
    .option('--loss <minor>', 'what the book loses when the selection wins')
    .option('--gain <minor>', 'what it gains when it does not')
    .option('--price <odds>', 'odds at which the exchange takes a back')
    .option('--commission <share>', 'of the exchange on net winnings', '0.02')
    .option('--band <minor>', 'no trade up to so much', '0')
    .option('--smallest <minor>', 'the smallest order', '200')
    .option('--offer <odds:size...>', 'what stands on the exchange; without it, enough')
    .option('--orders <file>', 'what became of orders, from a message of Betfair’s order stream')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async ({ loss, gain, price, ...others }: Asked) => {
      if (loss === undefined || gain === undefined || price === undefined)
        throw new InputError(
          'FORMAT_INVALID',
          'arguments',
          null,
          'must have --loss, --gain, --price',
        );
      const options = { loss, gain, price, ...others };
      const answer = await layOff(options);
      if (options.json === true) console.log(JSON.stringify(answer));
      else for (const line of linesOf(answer)) console.log(line);
    });
  addDesk(command);
}

/** @throws InputError for what is no number, and for odds and shares out of range. */
export async function layOff(options: Options) {
  const price = numberOf('price', options.price);
  const before = {
    lossIfWonMinor: numberOf('loss', options.loss),
    gainIfLostMinor: numberOf('gain', options.gain),
  };
  const hedge = hedgeOf(before, price, {
    bandMinor: numberOf('band', options.band),
    commission: numberOf('commission', options.commission),
    leastOdds: 1.01,
    smallestMinor: numberOf('smallest', options.smallest),
  });
  if (hedge === null) return { before, hedge, order: null, fills: [] };
  const order: LimitOrder = {
    orderRef: 'lay-off-1',
    marketId: '1.1',
    selectionId: 1,
    side: 'back',
    odds: price,
    sizeMinor: hedge.backMinor,
  };
  const exchange = new SimulatedExchange({ delayMs: 0, now: () => 0 });
  const enough = [{ odds: price, sizeMinor: hedge.backMinor }];
  exchange.show({ back: options.offer?.map(offerOf) ?? enough, lay: [] });
  const placed = await exchange.place(order);
  if (!placed.ok) throw new InputError('ODDS_INVALID', 'price', price, 'must be 1.01 to 1000');
  const fills =
    options.orders === undefined ? [placed.report] : orderReports(await jsonOf(options.orders));
  return { before, hedge, order: placeInstruction(order), fills };
}

async function jsonOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw new InputError('FORMAT_INVALID', 'orders', file, 'must be a file with one JSON message');
  }
}

function numberOf(field: string, text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number))
    throw new InputError('NUMBER_INVALID', field, text, 'must be a number');
  return number;
}

function offerOf(text: string): Offer {
  const [odds, size, ...rest] = text.split(':');
  if (odds === undefined || size === undefined || rest.length > 0)
    throw new InputError('FORMAT_INVALID', 'offer', text, 'must be odds:size');
  return { odds: numberOf('offer', odds), sizeMinor: numberOf('offer', size) };
}

function linesOf({ before, hedge, order, fills }: Awaited<ReturnType<typeof layOff>>) {
  if (hedge === null) return ['Nothing to trade: within the band, or below the smallest order.'];
  const row = (name: string, { lossIfWonMinor, gainIfLostMinor }: typeof before) => [
    name,
    String(Math.round(lossIfWonMinor)),
    String(Math.round(gainIfLostMinor)),
  ];
  return [
    ...table([
      ['', 'loss if it wins', 'gain if not'],
      row('before', before),
      row('after', hedge.afterMinor),
    ]),
    '',
    `back ${String(hedge.backMinor)}: ${JSON.stringify(order)}`,
    ...fills.map(
      ({ orderRef, status, matchedMinor, averageOdds, remainingMinor }) =>
        `${orderRef} ${status}: matched ${String(matchedMinor)} at ${averageOdds.toFixed(4)}, ` +
        `waiting ${String(remainingMinor)}`,
    ),
  ];
}
