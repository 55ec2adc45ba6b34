import type { Command } from 'commander';

import { InputError, SPORTS } from '#contracts/mod.ts';
import { MARGIN_METHODS } from '#odds/margin/mod.ts';

import {
  asLines,
  calculate,
  numberOf,
  oneOf,
  print,
  questionOf,
  withCommonOptions,
  type CommonOptions,
} from './calculation.ts';
import { priceFootball } from './football-match.ts';
import { footballQuestion, withFootballOptions, type FootballOptions } from './football-options.ts';
import { priceOtherSport } from './other-sports.ts';
import { marketLines, type Margin, type PricedAnswers } from './priced-market.ts';

const EXAMPLES = `
Football by options; any sport, and single calculations, as JSON by --input.

Examples:
  $ npm run -s overround -- price --home 1.8 --away 0.9 --rho -0.13
  $ npm run -s overround -- price --home 1.8 --away 0.9 --minute 60 --score 1-0 --reds 0-1 --margin 0.05
  $ echo '{"sport":"tennis","model":{"p":0.65,"q":0.4}}' | npm run -s overround -- price --input - --json
  $ echo '{"sport":"racing","win":[0.5,0.3,0.2],"markets":["racing-win|runners=3"]}' | npm run -s overround -- price --input -
`;

const KINDS = ['football-grid', 'football-inplay', 'asian', 'tennis', 'basketball'];

type Options = CommonOptions &
  FootballOptions &
  Readonly<{ sport: string; margin?: string; method: string; market?: string[] }>;

const marginOf = ({ margin, method }: Options): Margin | undefined =>
  margin === undefined
    ? undefined
    : {
        marginBps: 10_000 * numberOf(margin, 'margin'),
        method: oneOf(method, 'method', MARGIN_METHODS),
      };

function wanted(board: readonly PricedAnswers[], markets: readonly string[] | undefined) {
  if (markets === undefined) return board;
  return markets.map((market, at) => {
    const found = board.find(({ key }) => key === market);
    if (found !== undefined) return found;
    throw new InputError('MARKET_UNKNOWN', `market[${at}]`, market, 'is not on this board');
  });
}

function boardOf(options: Options): readonly PricedAnswers[] {
  const sport = oneOf(options.sport, 'sport', SPORTS);
  if (sport !== 'football') {
    throw new InputError(
      'FORMAT_INVALID',
      'input',
      undefined,
      `must hold the question on ${sport}`,
    );
  }
  return wanted(priceFootball(footballQuestion(options), marginOf(options)), options.market);
}

export function addPrice(program: Command): void {
  withFootballOptions(withCommonOptions(program.command('price')))
    .description('Fair chances and odds of every market of an event')
    .option('--sport <name>', SPORTS.join(', '), 'football')
    .option('--market <key...>', 'only these markets')
    .option('--margin <share>', 'odds with a margin, too: 0.05 is five per cent')
    .option('-m, --method <name>', MARGIN_METHODS.join(', '), 'odds-ratio')
    .addHelpText('after', EXAMPLES)
    .action((options: Options) => {
      const question = questionOf(options);
      if (typeof question === 'object' && question !== null && 'op' in question) {
        const answer = calculate(question, KINDS);
        print(answer, options, () => asLines(answer));
        return;
      }
      const markets =
        question === undefined ? boardOf(options) : priceOtherSport(question, marginOf(options));
      print({ sport: options.sport, markets }, options, () => markets.flatMap(marketLines));
    });
}
