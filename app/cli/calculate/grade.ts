import type { Command } from 'commander';
import { Type } from 'typebox';
import { Value } from 'typebox/value';

import {
  FixtureEventSchema,
  InputError,
  marketKeyOf,
  type FixtureEvent,
  type MarketIdentity,
  type RacingMarketType,
} from '#contracts/mod.ts';
import { complaint } from '#app/calculations/mod.ts';
import {
  applyFixtureEvent,
  emptyRecord,
  gradeBasketball,
  gradeIceHockey,
  gradeMarket,
  gradeRacing,
  gradeTennis,
  identifyMarket,
  marketName,
  type MatchRecord,
} from '#markets/mod.ts';

import {
  asLines,
  calculate,
  print,
  questionOf,
  table,
  withCommonOptions,
  type CommonOptions,
} from './calculation.ts';

const EXAMPLES = `
The JSON of --input is one of
  {"sport":"football","events":[…canonical events…],"markets":["match-result", …]}
  {"sport":"tennis"|"basketball"|"ice-hockey"|"racing","facts":{…},"markets":[…]}
  {"op":"payout"|"leg"|…}  a bet or a leg by its results, as in the files of exact cases; a bet with
      "freeBet":"stake-returned"|"stake-not-returned", or "boost":{"of":"price"|"winnings","percent":20,"cap":500},
      or "accumulatorBonus":{"version":1,"cap":100000}: amounts in minor units, a cap only where it is given

Examples:
  $ npm run -s overround -- grade --input result.json
  $ echo '{"sport":"racing","facts":{"runners":["ran","ran","ran"],"finish":[[2],[1,3]]},"markets":["racing-win|runners=3"]}' | npm run -s overround -- grade --input - --json
`;

const FactsSchema = Type.Record(Type.String(), Type.Unknown());
const QuestionSchema = Type.Object(
  {
    sport: Type.Enum(['football', 'tennis', 'basketball', 'ice-hockey', 'racing']),
    events: Type.Optional(Type.Array(Type.Unknown())),
    facts: Type.Optional(FactsSchema),
    markets: Type.Array(Type.String(), { minItems: 1 }),
  },
  { additionalProperties: false },
);

type Graded = Readonly<{ key: string; name: string; outcomes: Readonly<Record<string, unknown>> }>;

const missing = (field: string): InputError =>
  new InputError('FORMAT_INVALID', field, undefined, 'must be given');

function recordOf(events: readonly unknown[] | undefined): MatchRecord {
  if (events === undefined) throw missing('events');
  const checked = events.map((event, at): FixtureEvent => {
    if (Value.Check(FixtureEventSchema, event)) return event;
    const why = `is no canonical event:${complaint(FixtureEventSchema, event)}`;
    throw new InputError('FORMAT_INVALID', `events[${at}]`, event, why);
  });
  const [first] = checked;
  if (first === undefined) throw missing('events');
  return checked.reduce(applyFixtureEvent, emptyRecord(first.fixtureId));
}

type Grader = (identity: MarketIdentity) => ReadonlyMap<string, unknown>;

function graderOf(sport: string, events: readonly unknown[] | undefined, facts: unknown): Grader {
  if (sport === 'football') {
    const record = recordOf(events);
    return (identity) => {
      const key = marketKeyOf(keyText(identity));
      return gradeMarket(record, key) ?? new Map<string, unknown>();
    };
  }
  if (facts === undefined) throw missing('facts');
  switch (sport) {
    case 'tennis':
      return (identity) => gradeTennis(facts as Parameters<typeof gradeTennis>[0], identity);
    case 'basketball':
      return (identity) =>
        gradeBasketball(facts as Parameters<typeof gradeBasketball>[0], identity);
    case 'ice-hockey':
      return (identity) => gradeIceHockey(facts as Parameters<typeof gradeIceHockey>[0], identity);
    default:
      return ({ type, specifiers }) =>
        gradeRacing(
          facts as Parameters<typeof gradeRacing>[0],
          type as RacingMarketType,
          specifiers,
        );
  }
}

const keyText = ({ type, specifiers }: MarketIdentity): string =>
  [
    type,
    ...Object.keys(specifiers)
      .sort()
      .map((name) => `${name}=${specifiers[name] ?? ''}`),
  ].join('|');

function graded(question: unknown): readonly Graded[] {
  if (!Value.Check(QuestionSchema, question)) {
    const why = `is wrong:${complaint(QuestionSchema, question)}`;
    throw new InputError('FORMAT_INVALID', 'input', question, why);
  }
  const { sport, events, facts, markets } = question;
  const grade = graderOf(sport, events, facts);
  return markets.map((text, at) => {
    const identity = identifyMarket(text);
    if (identity === undefined) {
      throw new InputError('MARKET_UNKNOWN', `markets[${at}]`, text, 'is no market');
    }
    const key = marketKeyOf(text);
    return { key, name: marketName(key), outcomes: Object.fromEntries(grade(identity)) };
  });
}

export function addGrade(program: Command): void {
  withCommonOptions(program.command('grade'))
    .description('What each answer has come to, and what bets on it pay')
    .addHelpText('after', EXAMPLES)
    .action((options: CommonOptions) => {
      const question = questionOf({ ...options, input: options.input ?? '-' });
      if (typeof question === 'object' && question !== null && 'op' in question) {
        const answer = calculate(question, ['bets-payout', 'settlement-factors']);
        print(answer, options, () => asLines(answer));
        return;
      }
      const markets = graded(question);
      print({ markets }, options, () =>
        markets.flatMap(({ name, key, outcomes }) => [
          `${name}  [${key}]`,
          ...table(
            Object.entries(outcomes).map(([outcome, result]) => [
              `  ${outcome}`,
              typeof result === 'string' ? result : JSON.stringify(result),
            ]),
          ),
        ]),
      );
    });
}
