import type { Command } from 'commander';

import { LADDER_KINDS, MARGIN_METHODS, marginOdds } from '#odds/margin/mod.ts';

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
  $ npm run -s overround -- margin --margin 0.05 0.5 0.3 0.2
  $ npm run -s overround -- margin --method power --margin 0.05 --json 0.5 0.3 0.2
  $ npm run -s overround -- margin --margin 0.06 --ladder exchange --mode nearest 0.5 0.3 0.2
`;
const MODES = ['nearest', 'up', 'down'] as const;

type Options = CommonOptions &
  Readonly<{ method: string; margin: string; ladder?: string; mode: string }>;

export function addMargin(program: Command): void {
  withCommonOptions(program.command('margin'))
    .description('Odds with a margin from fair probabilities')
    .argument('[probabilities...]', 'fair probabilities of every outcome')
    .option('-m, --method <name>', MARGIN_METHODS.join(', '), 'odds-ratio')
    .option('--margin <share>', 'margin over the fair sum: 0.05 is five per cent', '0.05')
    .option('--ladder <name>', `${LADDER_KINDS.join(', ')}; exact odds without one`)
    .option('--mode <name>', `how a price is placed on the ladder: ${MODES.join(', ')}`, 'down')
    .addHelpText('after', EXAMPLES)
    .action((texts: string[], options: Options) => {
      const question = questionOf(options);
      if (question !== undefined) {
        const answer = calculate(question, ['margin']);
        print(answer, options, () => asLines(answer));
        return;
      }
      const probabilities = texts.map((text, at) => numberOf(text, `probabilities[${at}]`));
      const { ladder } = options;
      const priced = marginOdds(probabilities, {
        method: oneOf(options.method, 'method', MARGIN_METHODS),
        marginBps: 10_000 * numberOf(options.margin, 'margin'),
        mode: oneOf(options.mode, 'mode', MODES),
        ...(ladder === undefined ? {} : { ladder: oneOf(ladder, 'ladder', LADDER_KINDS) }),
      });
      print({ probabilities, ...priced }, options, () => [
        ...table([
          ['fair', 'odds', 'implied'],
          ...priced.odds.map((odds, at) => [
            percent(probabilities[at] ?? NaN),
            odds === null ? 'none' : odds.toFixed(ladder === undefined ? 6 : 2),
            odds === null ? '' : percent(1 / odds),
          ]),
        ]),
        `book ${percent(priced.bookSum)}, ${priced.used}${priced.fallback === null ? '' : ` instead: ${priced.fallback}`}`,
      ]);
    });
}
