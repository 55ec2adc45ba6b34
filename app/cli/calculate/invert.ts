import type { Command } from 'commander';

import { InputError } from '#contracts/mod.ts';
import { devigOdds, MARGIN_METHODS, type MarginMethod } from '#odds/margin/mod.ts';
import { ratesFromResult, ratesFromResultAndTotal } from '#odds/models/fitting/mod.ts';

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

const EXAMPLES = `
Examples:
  $ npm run -s overround -- invert --result 2.0,3.6,4.0 --total 1.8,2.05
  $ npm run -s overround -- invert --chances 0.50,0.25,0.25 --over 0.55 --json
  $ echo '{"op":"1x2","home":0.62,"draw":0.2,"away":0.18}' | npm run -s overround -- invert --input -
`;

type Options = CommonOptions &
  Readonly<{ result?: string; total?: string; chances?: string; over?: string; method: string }>;

const numbersOf = (text: string, field: string): readonly number[] =>
  text.split(',').map((part, at) => numberOf(part, `${field}[${at}]`));

function threeOf(values: readonly number[], field: string) {
  const [home, draw, away, ...rest] = values;
  if (home === undefined || draw === undefined || away === undefined || rest.length > 0) {
    throw new InputError('FORMAT_INVALID', field, values, 'must be home, draw and away');
  }
  return { home, draw, away };
}

const fair = (text: string, field: string, method: MarginMethod): readonly number[] =>
  devigOdds(numbersOf(text, field), method).probabilities;

function chancesOf({ result, total, chances, over, method: name }: Options) {
  const method = oneOf(name, 'method', MARGIN_METHODS);
  if ((result === undefined) === (chances === undefined)) {
    throw new InputError('FORMAT_INVALID', 'result', result, 'or chances must be given, not both');
  }
  const three =
    result === undefined
      ? threeOf(numbersOf(chances ?? '', 'chances'), 'chances')
      : threeOf(fair(result, 'result', method), 'result');
  const over25 =
    total === undefined ? over && numberOf(over, 'over') : fair(total, 'total', method)[0];
  return { three, over25: typeof over25 === 'number' ? over25 : undefined };
}

export function addInvert(program: Command): void {
  withCommonOptions(program.command('invert'))
    .description('Expected goals and dependence of low scores from the prices of a match')
    .option('--result <odds>', 'odds of home, draw, away: 2.0,3.6,4.0')
    .option('--total <odds>', 'odds of over and under 2.5 goals: 1.8,2.05')
    .option('--chances <chances>', 'fair chances of home, draw, away instead of odds')
    .option('--over <chance>', 'fair chance of over 2.5 goals instead of odds')
    // Of the methods, this one makes the markets of one book agree best.
    .option('-m, --method <name>', MARGIN_METHODS.join(', '), 'multiplicative')
    .addHelpText('after', EXAMPLES)
    .action((options: Options) => {
      const question = questionOf(options);
      if (question !== undefined) {
        const answer = calculate(question, ['inversion']);
        print(answer, options, () => asLines(answer));
        return;
      }
      const { three, over25 } = chancesOf(options);
      const rates =
        over25 === undefined
          ? ratesFromResult(three)
          : ratesFromResultAndTotal({ ...three, over25 });
      print({ asked: three, over25: over25 ?? null, ...rates }, options, () => asLines(rates));
    });
}
