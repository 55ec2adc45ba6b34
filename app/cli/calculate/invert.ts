import type { Command } from 'commander';

import { InputError } from '#contracts/mod.ts';
import { withFields } from '#app/calculations/mod.ts';
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

/** As many numbers as a market has answers. */
function exactly(count: number, text: string, field: string, names: string): readonly number[] {
  const values = numbersOf(text, field);
  if (values.length === count) return values;
  throw new InputError('FORMAT_INVALID', field, text, `must be ${names}`);
}

const RESULT = 'home, draw and away';

function fair(odds: readonly number[], field: string, method: MarginMethod): readonly number[] {
  const places = odds.map((_, at): [string, string] => [`odds[${at}]`, `${field}[${at}]`]);
  const names = Object.fromEntries<string>([['odds', field], ...places]);
  return withFields(names, () => devigOdds(odds, method).probabilities);
}

type Given = Readonly<{ field: string; text: string | undefined }>;

function checkNotBoth(odds: Given, chances: Given): void {
  if (odds.text === undefined || chances.text === undefined) return;
  const why = `must not be given with ${odds.field}`;
  throw new InputError('FORMAT_INVALID', chances.field, chances.text, why);
}

function chancesOf({ result, total, chances, over, method: name }: Options) {
  const method = oneOf(name, 'method', MARGIN_METHODS);
  checkNotBoth({ field: 'result', text: result }, { field: 'chances', text: chances });
  checkNotBoth({ field: 'total', text: total }, { field: 'over', text: over });
  if (result === undefined && chances === undefined) {
    throw new InputError('FORMAT_INVALID', 'result', undefined, 'or chances must be given');
  }
  const [home = NaN, draw = NaN, away = NaN] =
    result === undefined
      ? exactly(3, chances ?? '', 'chances', RESULT)
      : fair(exactly(3, result, 'result', RESULT), 'result', method);
  const asked = over === undefined ? undefined : numberOf(over, 'over');
  const over25 =
    total === undefined
      ? asked
      : fair(exactly(2, total, 'total', 'over and under'), 'total', method)[0];
  return { three: { home, draw, away }, over25 };
}

/** The names of the options for those that the fit has. */
const FIELDS = {
  'quotes[0]': 'chances',
  'quotes[0].home': 'chances[0]',
  'quotes[0].draw': 'chances[1]',
  'quotes[0].away': 'chances[2]',
  'quotes[1].over': 'over',
};

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
      const rates = withFields(FIELDS, () =>
        over25 === undefined
          ? ratesFromResult(three)
          : ratesFromResultAndTotal({ ...three, over25 }),
      );
      print({ asked: three, over25: over25 ?? null, ...rates }, options, () => asLines(rates));
    });
}
