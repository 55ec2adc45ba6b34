import type { Command } from 'commander';

import type { Explanation } from '#contracts/mod.ts';

import { logIn, type ApiLogin } from './api.ts';
import { table } from './calculate/calculation.ts';

const EXAMPLES = `
Needs a running engine and a trader's login (the demo's by default).

Examples:
  $ npm run -s overround -- explain <fixture> match-result
  $ npm run -s overround -- explain <fixture> "total-goals|line=2.5" --json
`;

type Options = ApiLogin & Readonly<{ json?: boolean }>;

/** The API is the only door to a price that is on offer. */
async function explanationOf(fixture: string, marketKey: string, options: Options) {
  const ask = await logIn(options);
  const query = new URLSearchParams({ marketKey });
  const path = `/v1/trading/fixtures/${encodeURIComponent(fixture)}/explain?${query.toString()}`;
  return ask<Explanation>(path);
}

const parametersText = (parameters: Explanation['model']): string =>
  Object.entries(parameters)
    .map(
      ([name, value]) => `${name} ${typeof value === 'number' ? shortened(value) : String(value)}`,
    )
    .join(', ');
const shortened = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toPrecision(6);

function linesOf({ marketKey, model, exposure, margin, outcomes }: Explanation): readonly string[] {
  return [
    marketKey,
    `model     ${parametersText(model)}`,
    `exposure  ${parametersText(exposure)}`,
    `margin    ${parametersText(margin)}`,
    ...outcomes.flatMap(({ outcomeId, steps }) => [
      '',
      outcomeId,
      ...table(
        steps.map(({ step, odds, chance, parameters }) => [
          `  ${step}`,
          odds === null ? '—' : odds.toFixed(4),
          chance === null ? '—' : `${(100 * chance).toFixed(3)} %`,
          parametersText(parameters),
        ]),
      ),
    ]),
  ];
}

export function addExplain(program: Command): void {
  program
    .command('explain')
    .description('Every step from the model to the published price of a market')
    .argument('<fixture>', 'fixture id')
    .argument('<market>', 'market key')
    .option('--json', 'print one JSON document')
    .option('--api <url>', 'where the API answers; the running engine by default')
    .option('--user <name>', 'a trader', 'trader')
    .option('--password <password>', 'the password of the trader', 'trader-demo')
    .addHelpText('after', EXAMPLES)
    .action(async (fixture: string, market: string, options: Options) => {
      const explanation = await explanationOf(fixture, market, options);
      if (options.json === true) console.log(JSON.stringify(explanation));
      else for (const line of linesOf(explanation)) console.log(line);
    });
}
