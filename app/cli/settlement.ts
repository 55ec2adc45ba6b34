import type { Command } from 'commander';

import {
  InputError,
  type DecisionView,
  type EffectView,
  type SettlementActionBody,
  type Static,
  type DecisionListSchema,
  type PreviewSchema,
} from '#contracts/mod.ts';

import { logIn, type ApiLogin } from './api.ts';
import { print, table } from './calculate/calculation.ts';
import { UsageError } from './usage-error.ts';

const EXAMPLES = `
Needs a running engine and an operator's login (the demo's by default). With --preview nothing is done.

Examples:
  $ npm run -s overround -- settlement waiting --json
  $ npm run -s overround -- settlement result <fixture> match-result home=won draw=lost away=lost --preview
  $ npm run -s overround -- settlement result <fixture> match-result home=won draw=lost away=lost --because "no result came"
  $ npm run -s overround -- settlement void <fixture> --code PALPABLE_ERROR --bet <bet>/0 --because "25.0 for 2.5"
  $ npm run -s overround -- settlement undo-void <fixture> --bet <bet>/0 --because "the price was right after all"
  $ npm run -s overround -- settlement void-window <fixture> --code PALPABLE_ERROR \\
      --from 2026-08-01T15:00:00Z --to 2026-08-01T15:04:00Z --because "prices of another match"
  $ npm run -s overround -- settlement approve <decision> --effect <key that "waiting" shows>
  $ npm run -s overround -- settlement reject <decision> --because "the price was right"
`;

const URL_OF = '/v1/operations/settlement';

type Common = ApiLogin & Readonly<{ json?: boolean }>;
type Doing = Common & Readonly<{ preview?: boolean; because?: string }>;
type Undo = Doing & Readonly<{ bet: readonly string[] }>;
type Void = Undo & Readonly<{ code: string }>;
type WindowVoid = Doing & Readonly<{ code: string; market?: string; from?: string; to: string }>;

export function addSettlement(program: Command): void {
  const settlement = program
    .command('settlement')
    .description('What waits for operators, and results and voids by hand')
    .addHelpText('after', EXAMPLES);
  const add = (command: string, description: string): Command =>
    settlement
      .command(command)
      .description(description)
      .option('--json', 'print one JSON document')
      .option('--api <url>', 'where the API answers; the running engine by default')
      .option('--user <name>', 'an operator', 'operator')
      .option('--password <password>', 'the password of the operator', 'operator-demo');
  const doing = (command: string, description: string): Command =>
    add(command, description)
      .option('--because <reason>', 'why; kept with the decision')
      .option('--preview', 'show what it would do to money, and do nothing');
  add('waiting', 'Decisions that wait for a second person').action(waiting);
  doing('result <fixture> <market> <outcome=result...>', 'A market gets a result')
    .option('--code <code>', 'why it is void, where it is')
    .action((fixture: string, market: string, outcomes: readonly string[], options: Doing) =>
      decide(resultOf(fixture, market, outcomes, options), options),
    );
  doing('void <fixture>', 'Single selections become void')
    .requiredOption('--code <code>', 'why, such as PALPABLE_ERROR')
    .requiredOption('--bet <bet/leg...>', 'bets with the number of the selection')
    .action((fixture: string, options: Void) => decide(voidOf(fixture, options), options));
  doing('undo-void <fixture>', 'Voids of single selections are taken back')
    .requiredOption('--bet <bet/leg...>', 'bets with the number of the selection')
    .action((fixture: string, options: Undo) => decide(undoOf(fixture, options), options));
  doing('void-window <fixture>', 'All bets that were accepted in a window of time become void')
    .requiredOption('--code <code>', 'why, such as PALPABLE_ERROR')
    .requiredOption('--to <time>', 'its end, at least ten seconds ago, in ISO 8601')
    .option('--from <time>', 'its begin; from the first bet on unless given')
    .option('--market <key>', 'this market alone')
    .action((fixture: string, options: WindowVoid) => decide(windowOf(fixture, options), options));
  add('approve <decision>', 'Agree to what somebody else proposed')
    .requiredOption('--effect <key>', 'the effect that was seen')
    .action(async (id: string, options: Common & Readonly<{ effect: string }>) =>
      answer(options, `/decisions/${id}/approve`, { effectKey: options.effect }),
    );
  add('reject <decision>', 'Refuse what waits')
    .requiredOption('--because <reason>', 'why; kept with the decision')
    .action(async (id: string, options: Common & Readonly<{ because: string }>) =>
      answer(options, `/decisions/${id}/reject`, { reason: options.because }),
    );
}

async function waiting(options: Common): Promise<void> {
  const ask = await logIn(options);
  const found = await ask<Static<typeof DecisionListSchema>>(`${URL_OF}/decisions?status=waiting`);
  print(found, options, () =>
    found.decisions.length === 0
      ? ['Nothing waits.']
      : found.decisions.flatMap((decision) => [...decisionLines(decision), '']),
  );
}

/** Does what is asked for, or shows what it would do. */
async function decide(action: SettlementActionBody, options: Doing): Promise<void> {
  if (options.preview === true) {
    const ask = await logIn(options);
    const seen = await ask<Static<typeof PreviewSchema>>(`${URL_OF}/preview`, action);
    const second = seen.needsSecond ? 'A second operator must agree.' : 'One operator may do it.';
    print(seen, options, () => [...effectLines(seen.effect), second]);
    return;
  }
  const { because: reason } = options;
  if (reason === undefined) throw new UsageError('Say why with --because, or only --preview it.');
  await answer(options, '/decisions', { action, reason });
}

async function answer(options: Common, path: string, body: object): Promise<void> {
  const ask = await logIn(options);
  const decision = await ask<DecisionView>(URL_OF + path, body);
  print(decision, options, () => decisionLines(decision));
}

const decisionLines = (decision: DecisionView): readonly string[] => [
  `${decision.decisionId}  ${decision.kind} on ${decision.fixtureId}: ${decision.status}`,
  `  ${decision.proposedBy}: ${decision.reason}`,
  ...effectLines(decision.effect).map((line) => `  ${line}`),
  `  effect ${decision.effectKey}`,
];

const effectLines = ({ bets, currencies }: EffectView): readonly string[] =>
  bets === 0
    ? ['No payout changes.']
    : table([
        ['', 'bets', 'stakes', 'paid', 'would pay', 'cannot take back'],
        ...currencies.map((part) => [
          part.currency,
          String(part.bets),
          part.stakes,
          part.payoutsBefore,
          part.payoutsAfter,
          part.receivable,
        ]),
      ]);

type Body<Kind> = Extract<SettlementActionBody, { kind: Kind }>;

/** The API checks the words; here they are only put in their places. */
function resultOf(
  fixture: string,
  market: string,
  pairs: readonly string[],
  options: Doing & Readonly<{ code?: string }>,
): SettlementActionBody {
  const outcomes = pairs.map((pair) => {
    const [id, result, ...more] = pair.split('=');
    if (!id || !result || more.length > 0)
      throw new InputError('FORMAT_INVALID', 'outcome=result', pair, 'must be such as home=won');
    return { id, result };
  });
  const code = options.code === undefined ? {} : { code: options.code };
  const body = { kind: 'market-result', fixtureId: fixture, marketKey: market, outcomes, ...code };
  return body as Body<'market-result'>;
}

const selectionsOf = (bets: readonly string[]) =>
  bets.map((text) => {
    const [betId = '', leg = ''] = text.split('/');
    if (betId === '' || !/^\d+$/u.test(leg))
      throw new InputError(
        'FORMAT_INVALID',
        'bet',
        text,
        'must be a bet and a number, such as …/0',
      );
    return { betId, leg: Number(leg) };
  });

function voidOf(fixture: string, { code, bet }: Void): SettlementActionBody {
  const body = { kind: 'selection-void', fixtureId: fixture, code, selections: selectionsOf(bet) };
  return body as Body<'selection-void'>;
}

const undoOf = (fixture: string, { bet }: Undo): SettlementActionBody =>
  ({ kind: 'void-undo', fixtureId: fixture, selections: selectionsOf(bet) }) as Body<'void-undo'>;

function windowOf(fixture: string, { code, market, from, to }: WindowVoid): SettlementActionBody {
  const body = {
    kind: 'window-void',
    fixtureId: fixture,
    code,
    to: timeOf(to, 'to'),
    ...(market === undefined ? {} : { marketKey: market }),
    ...(from === undefined ? {} : { from: timeOf(from, 'from') }),
  };
  return body as Body<'window-void'>;
}

function timeOf(text: string, field: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new InputError('FORMAT_INVALID', field, text, 'must be ISO 8601');
  return at;
}
