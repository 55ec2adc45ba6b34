import { type Command } from 'commander';

import {
  CURRENCIES,
  fixtureId,
  INPUT_CODES,
  InputError,
  marketKeyOf,
  ODDS_SCALE,
  outcomeId,
  subjects,
  TailAnswerSchema,
  type Currency,
  type Odds,
  type TailAnswer,
  type TailQuestion,
  type TailRisk,
} from '#contracts/mod.ts';
import { parserOf } from '#platform/mod.ts';

import { askEngine } from './ask-engine.ts';
import { table } from './calculate/calculation.ts';
import { checkFixture } from './check-fixture.ts';

const EXAMPLES = `
Losses of the open bets in 8,192 common scenarios, but for the expected profit; minor units of the house currency (of a single currency, its own).
Negative losses are profits. Needs a running engine.

Examples:
  $ npm run -s overround -- risk                                   the whole book
  $ npm run -s overround -- risk --by fixture                      and a line for each fixture, the worst first
  $ npm run -s overround -- risk --day 2026-06-01 --drivers 10     the bets that make up CVaR 99
  $ npm run -s overround -- risk --fixture <fixture> --market match-result --json
  $ npm run -s overround -- risk --what-if "<fixture> match-result home 2.5" --stake 100000
  $ npm run -s overround -- risk --what-if "<fixture> match-result home 2.5" --lay-off 0.02
  $ npm run -s overround -- risk --what-if "<fixture> match-result home 2.5" "<fixture> match-result away 3.1"
`;

type Options = Readonly<{
  json?: boolean;
  currency?: string;
  competition?: string;
  day?: string;
  fixture?: string;
  market?: string;
  drivers: string;
  by?: string;
  whatIf?: string[];
  stake?: string;
  stakeCurrency?: string;
  layOff?: string;
}>;

const DEADLINE_MS = 30_000;
const parseAnswer = parserOf(TailAnswerSchema);

export function addRisk(program: Command): void {
  program
    .command('risk')
    .description('Value at risk of the open bets: whole book, currency, competition, day, fixture')
    .option('--currency <code>', 'bets of one currency')
    .option('--competition <name>', 'bets with an open leg in the competition')
    .option('--day <date>', 'bets with an open leg on the day of kick-off, as 2026-06-01')
    .option('--fixture <id>', 'bets with an open leg on the fixture')
    .option('--market <key>', 'of the fixture, bets on this market')
    .option('--drivers <number>', 'list so many bets that drive CVaR 99', '0')
    .option('--by <scope>', 'a line for each fixture, competition, day or currency')
    .option(
      '--what-if <legs...>',
      'the same with one more bet: "<fixture> <market> <outcome> <odds>"',
    )
    .option('--stake <minor>', 'stake of that bet in minor units (default: 10000)')
    .option('--stake-currency <code>', 'and its currency (default: EUR)')
    .option('--lay-off <commission>', 'that bet is ours, at an exchange with this commission')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => {
      const question = questionOf(options);
      const answer = await ask(question);
      if (!answer.ok) throw refusalOf(answer);
      // The service counts whatever it is given, so a word that is spelt wrongly would look like a fixture without bets.
      const named: string[] = question.whatIf?.legs.map((leg) => leg.fixtureId) ?? [];
      if (options.fixture !== undefined && answer.risk.bets === 0) named.push(options.fixture);
      for (const fixture of new Set(named)) await checkFixture(fixture);
      if (options.json === true) console.log(JSON.stringify(answer));
      else for (const line of linesOf(answer)) console.log(line);
    });
}

/** What the service says is whole: its code, the field, and what was given. */
export function refusalOf({ field, message }: Readonly<{ field: string; message: string }>): Error {
  const code = INPUT_CODES.find((one) => message.startsWith(`${one}: `)) ?? 'FORMAT_INVALID';
  const refusal = new InputError(code, field, null, message);
  refusal.message = message;
  return refusal;
}

const ask = (request: TailQuestion): Promise<TailAnswer> =>
  askEngine({
    ...{ subject: subjects.tail, request, parse: parseAnswer, deadlineMs: DEADLINE_MS },
    ...{ name: 'overround-risk-question', asked: 'The risk service' },
  });

const BY = ['fixture', 'competition', 'day', 'currency'] as const;

/** @throws InputError for options that say nothing the service could look up. */
export function questionOf(options: Options): TailQuestion {
  const { fixture, market, by, whatIf } = options;
  const scopes = (['currency', 'competition', 'day'] as const).filter(
    (of) => options[of] !== undefined,
  );
  const [of] = scopes;
  if (scopes.length + Number(fixture !== undefined) > 1)
    throw new InputError('FORMAT_INVALID', 'scope', scopes, 'must be one scope at a time');
  if (market !== undefined && fixture === undefined)
    throw new InputError('FORMAT_INVALID', 'market', market, 'needs its --fixture');
  const drivers = Number(options.drivers);
  if (!Number.isInteger(drivers) || drivers < 0 || drivers > 100)
    throw new InputError('NUMBER_INVALID', 'drivers', options.drivers, 'must be 0 to 100');
  if (whatIf === undefined) checkNoCandidate(options);
  const lines = BY.find((one) => one === by);
  if (by !== undefined && lines === undefined)
    throw new InputError('FORMAT_INVALID', 'by', by, `must be one of ${BY.join(', ')}`);
  return {
    ...(fixture !== undefined
      ? { of: market === undefined ? 'fixture' : 'market', id: fixture }
      : of === undefined
        ? { of: 'book' }
        : { of, id: options[of] ?? '' }),
    ...(market === undefined ? {} : { marketKey: marketKeyOf(market) }),
    drivers,
    ...(lines === undefined ? {} : { by: lines }),
    ...(whatIf === undefined ? {} : { whatIf: candidateOf(whatIf, options) }),
  };
}

/** What a bet would be like says nothing without the bet. */
function checkNoCandidate({ stake, stakeCurrency, layOff }: Options): void {
  const given = { stake, 'stake-currency': stakeCurrency, 'lay-off': layOff };
  for (const [field, value] of Object.entries(given))
    if (value !== undefined)
      throw new InputError('FORMAT_INVALID', field, value, 'needs a --what-if');
}

function candidateOf(
  legs: readonly string[],
  { stake = '10000', stakeCurrency = 'EUR', layOff }: Options,
): NonNullable<TailQuestion['whatIf']> {
  if (!/^[1-9]\d{0,14}$/.test(stake))
    throw new InputError('NUMBER_INVALID', 'stake', stake, 'must be minor units above 0');
  const currency: Currency | undefined = CURRENCIES.find((code) => code === stakeCurrency);
  if (currency === undefined)
    throw new InputError('FORMAT_INVALID', 'stake-currency', stakeCurrency, 'must be known');
  const commission = Number(layOff ?? 0);
  if (!(commission >= 0 && commission <= 0.5))
    throw new InputError('NUMBER_INVALID', 'lay-off', layOff, 'must be a share from 0 to 0.5');
  return {
    legs: legs.map(legOf),
    stakeMinor: stake,
    currency,
    ...(layOff === undefined ? {} : { layOff: { commission } }),
  };
}

function legOf(text: string) {
  const [fixture, market, outcome, price, ...rest] = text.trim().split(/\s+/);
  const odds = Math.round(Number(price) * ODDS_SCALE);
  if (fixture === undefined || market === undefined || outcome === undefined || rest.length > 0)
    throw new InputError(
      'FORMAT_INVALID',
      'what-if',
      text,
      'must be fixture, market, outcome, odds',
    );
  if (!(odds > ODDS_SCALE && odds <= 1_000 * ODDS_SCALE))
    throw new InputError('ODDS_INVALID', 'what-if', price, 'must have odds above 1 and up to 1000');
  return {
    fixtureId: fixtureId(fixture),
    marketKey: marketKeyOf(market),
    outcomeId: outcomeId(outcome),
    odds: odds as Odds,
  };
}

const HEAD = ['bets', 'staked', 'exp. profit', 'VaR 95', 'CVaR 95', 'VaR 99', 'CVaR 99', 'worst'];
const cells = (risk: TailRisk): readonly string[] => [
  String(risk.bets),
  risk.stakedMinor,
  risk.expectedMinor,
  risk.var95Minor,
  risk.cvar95Minor,
  risk.var99Minor,
  risk.cvar99Minor,
  risk.worstMinor,
];

function linesOf(answer: Extract<TailAnswer, { ok: true }>): readonly string[] {
  const { risk, after, lines, drivers } = answer;
  return [
    `${answer.houseCurrency}, minor units; ${String(answer.scenarios)} scenarios, ` +
      `${String(answer.pending)} bets pending, ${String(answer.unpriced)} fixtures without chances`,
    ...table([
      ['', ...HEAD],
      ['now', ...cells(risk)],
      ...(after === undefined ? [] : [['with it', ...cells(after)]]),
      ...lines.map((line) => [line.id, ...cells(line.risk)]),
    ]),
    ...(risk.bets === 0 ? ['No open bet is in this scope, or nothing is called so.'] : []),
    ...(drivers.length === 0 ? [] : ['', 'CVaR 99 comes from']),
    ...table(drivers.map(({ betId, contributionMinor }) => [`  ${betId}`, contributionMinor])),
  ];
}
