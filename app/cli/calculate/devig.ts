import type { Command } from 'commander';

import { oddsToDecimal } from '#contracts/mod.ts';
import { withFields } from '#app/calculations/mod.ts';
import { devigOdds, MARGIN_METHODS, oddsFromFraction } from '#odds/margin/mod.ts';

import {
  asLines,
  calculate,
  numberOf,
  oneOf,
  percent,
  print,
  questionOf,
  table,
  withCommonOptions,
  type CommonOptions,
} from './calculation.ts';

const EXAMPLES = `
Examples:
  $ npm run -s overround -- devig 2.6 2.4 4.3
  $ npm run -s overround -- devig --method shin --json 2.6 2.4 4.3
  $ npm run -s overround -- devig --fair-sum 2 1.22 1.35 1.60
  $ npm run -s overround -- devig 11/8 6/4 10/3
  $ echo '{"op":"devig","method":"power","odds":["4.2","3.7","1.95"]}' | npm run -s overround -- devig --input -
`;

type Options = CommonOptions & Readonly<{ method: string; fairSum: string }>;

/** Decimal odds, a fraction such as 11/8, or evens. */
const decimalOf = (text: string, field: string): number =>
  /\/|^ev/iu.test(text)
    ? withFields({ odds: field }, () => oddsToDecimal(oddsFromFraction(text)))
    : numberOf(text, field);

export function addDevig(program: Command): void {
  withCommonOptions(program.command('devig'))
    .description('Fair probabilities of a market from its odds')
    .argument('[odds...]', 'decimal odds or fractions of every outcome')
    .option('-m, --method <name>', MARGIN_METHODS.join(', '), 'odds-ratio')
    .option('--fair-sum <number>', 'what fair probabilities sum to: 2 for double chance', '1')
    .addHelpText('after', EXAMPLES)
    .action((odds: string[], options: Options) => {
      const question = questionOf(options);
      if (question !== undefined) {
        const answer = calculate(question, ['devig']);
        print(answer, options, () => asLines(answer));
        return;
      }
      const method = oneOf(options.method, 'method', MARGIN_METHODS);
      const decimals = odds.map((text, at) => decimalOf(text, `odds[${at}]`));
      const fairSum = numberOf(options.fairSum, 'fairSum');
      const fair = devigOdds(decimals, method, { fairSum });
      print({ method, odds: decimals, ...fair }, options, () => [
        ...table([
          ['odds', 'implied', 'fair', 'fair odds'],
          ...fair.probabilities.map((chance, at) => [
            String(odds[at]),
            percent(1 / (decimals[at] ?? NaN)),
            percent(chance),
            (1 / chance).toFixed(4),
          ]),
        ]),
        `book ${percent(fair.bookSum)}, margin ${percent(fair.margin)}, ${method}`,
        ...(fair.invalid
          ? ['Some value is outside 0 to 1: the method does not fit these odds.']
          : []),
      ]);
    });
}
