import type { MarketType, OutcomeId, Specifiers } from '#contracts/mod.ts';

import {
  CATALOGUE_VERSION,
  hasSpecifiers,
  NO_SPECIFIERS,
  withTeams,
  type Definition,
  type MarketGroup,
  type Settled,
  type Teams,
} from '../definition.ts';
import { tallyOf, type Tallies, type Tally, type TallyPart } from './tally.ts';

/** The specifiers that a market takes, each with the texts that it allows. */
export type Parameters = Readonly<Record<string, (text: string) => boolean>>;

export const oneOf =
  (...texts: readonly string[]) =>
  (text: string): boolean =>
    texts.includes(text);

/** What a family of markets asks about one score: who leads, whether a line is passed, … */
export type Family = Readonly<{
  /** A sentence of the house rules. */
  rule: string;
  parameters: Parameters;
  example: Specifiers;
  part: (specifiers: Specifiers) => TallyPart;
  outcomes: readonly OutcomeId[];
  settle: (tally: Tally, specifiers: Specifiers) => readonly Settled[];
  outcomeName: Definition<never>['outcomeName'];
}>;

/** Which span of play a market is about, and how its name says so. */
export type Scope<Span extends string> = Readonly<{
  group: MarketGroup;
  /** What counts, as a sentence of the house rules. */
  rule: string;
  parameters: Parameters;
  example: Specifiers;
  spanOf: (specifiers: Specifiers) => Span;
  /** "2nd quarter: " */
  prefix: (specifiers: Specifiers) => string;
  /** "(incl. overtime)" */
  suffix: (specifiers: Specifiers) => string;
}>;

/** What every market of a sport is told: its type, its place and its name. */
export type Kind = Readonly<{
  type: MarketType;
  group: MarketGroup;
  /** The market of the Unified Odds Feed; absent when none, or more than one, asks the same. */
  uof?: number;
  title: string;
}>;

/** The one tally that a market reads. */
export type SpanView<Span extends string> = Readonly<{ span: Span; part: TallyPart }>;

const takes =
  (parameters: Parameters) =>
  (specifiers: Specifiers): boolean =>
    hasSpecifiers(specifiers, ...Object.keys(parameters)) &&
    Object.entries(parameters).every(([name, allows]) => allows(specifiers[name] ?? ''));

const words = (...parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join(' ');

type Parts<Facts> = Pick<Definition<Facts>, 'settle' | 'outcomeName'> &
  Readonly<{
    rule: string;
    parameters?: Parameters;
    example?: Specifiers;
    outcomes: readonly OutcomeId[];
    marketName?: Definition<Facts>['marketName'];
  }>;

/** A market on a closed list of outcomes. */
export const marketOf = <Facts>(
  { type, group, uof, title }: Kind,
  {
    rule,
    parameters = {},
    example = NO_SPECIFIERS,
    outcomes,
    settle,
    outcomeName,
    marketName = () => title,
  }: Parts<Facts>,
): Definition<Facts> => ({
  type,
  catalogueVersion: CATALOGUE_VERSION,
  group,
  uofMarketId: uof ?? null,
  rule,
  example,
  outcomes: () => outcomes,
  accepts: takes(parameters),
  settle,
  marketName,
  outcomeName,
});

/** "Team points" with the name of the team that the specifiers name. */
const withTeam = (title: string, { team }: Specifiers, teams: Teams | undefined): string =>
  team === undefined ? title : withTeams(title.replace('Team', `{${team}}`), teams);

/** One row of a sport's table: a family asked on a span of play. */
export type Question<Span extends string> = Readonly<{
  scope: Scope<Span>;
  title: string;
  family: Family;
  /** Where it stands when not with the other markets of its span. */
  group?: MarketGroup;
  uof?: number;
}>;

/** The definition of a family's question, and the one tally that it reads. */
type SpanDefinition<Span extends string> = Definition<Readonly<{ tallies: Tallies<Span> }>> &
  Readonly<{ reads: (specifiers: Specifiers) => SpanView<Span> }>;

const askOf = <Span extends string>(
  type: MarketType,
  { scope, title, family, group = scope.group, uof }: Question<Span>,
): SpanDefinition<Span> => ({
  ...marketOf(
    { type, group, title, ...(uof === undefined ? {} : { uof }) },
    {
      rule: `${family.rule} ${scope.rule}`,
      parameters: { ...scope.parameters, ...family.parameters },
      example: { ...scope.example, ...family.example },
      outcomes: family.outcomes,
      settle: ({ tallies }: Readonly<{ tallies: Tallies<Span> }>, specifiers) =>
        family.settle(tallyOf(tallies, scope.spanOf(specifiers)), specifiers),
      marketName: (specifiers, teams) =>
        words(
          scope.prefix(specifiers) + withTeam(title, specifiers, teams),
          specifiers['line'] ?? '',
          scope.suffix(specifiers),
        ),
      outcomeName: family.outcomeName,
    },
  ),
  reads: (specifiers) => ({ span: scope.spanOf(specifiers), part: family.part(specifiers) }),
});

/** The definitions of a table of questions, under the same market types. */
export const askAll = <Type extends MarketType, Span extends string>(
  questions: Readonly<Record<Type, Question<Span>>>,
): Readonly<Record<Type, SpanDefinition<Span>>> => {
  const rows = Object.entries(questions) as [Type, Question<Span>][];
  const asked = rows.map(([type, question]) => [type, askOf(type, question)] as const);
  return Object.fromEntries(asked) as Record<Type, SpanDefinition<Span>>;
};
