import type { FootballMarketType, OutcomeId, Score, Specifiers } from '#contracts/mod.ts';

import {
  CATALOGUE_VERSION,
  hasNoSpecifiers,
  NO_SPECIFIERS,
  outcomeIds,
  sideName,
  withTeams,
  type MarketGroup,
  type Teams,
} from '../../definition.ts';
import type { MatchRecord } from '../../record/match-record.ts';
import type { FootballDefinition, FootballDefinitionOf } from '../definition.ts';
import type { CountView, FootballView } from '../facts.ts';
import type { Period } from '../periods.ts';

export const RESULT = outcomeIds('home', 'draw', 'away');
export const TEAMS = outcomeIds('home', 'away');
export const YES_NO = outcomeIds('yes', 'no');
export const OVER_UNDER = outcomeIds('over', 'under');

/** What every family is told of the type that it makes. */
export type Kind = Readonly<{
  type: FootballMarketType;
  /** Market of the Unified Odds Feed. */
  uof?: number;
  group?: MarketGroup;
  /** The heading; `{home}` and `{away}` stand for the teams. */
  name: string;
}>;

/** What a row of the catalogue has whatever it asks. */
export const headOf = ({ type, uof, group = 'main' }: Kind) => ({
  type,
  catalogueVersion: CATALOGUE_VERSION,
  group,
  uofMarketId: uof ?? null,
});

/** "goals of the home side in 90 minutes", as the rules speak of it. */
export const countedIn = ({ noun, span }: Period, whose?: string): string =>
  `${noun}${whose === undefined ? '' : ` of ${whose}`} in ${span}`;
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Several sides as one answer: "Lions or draw". */
export const eitherOf = (sides: string, teams: Teams): string =>
  sides
    .split('-or-')
    .map((side, at) => (side === 'draw' && at > 0 ? 'draw' : sideName(side, teams)))
    .join(' or ');

const ONE = [NO_SPECIFIERS];
/** What a closed market offers. */
export const NONE: readonly Specifiers[] = [];

type Parts<View extends FootballView> = Pick<
  FootballDefinitionOf<View>,
  'reads' | 'settle' | 'rule'
> &
  Readonly<{
    outcomes: readonly OutcomeId[];
    isOpen: (record: MatchRecord) => boolean;
    outcomeName?: FootballDefinitionOf<View>['outcomeName'];
  }>;

/** A market without specifiers on a closed list of outcomes, which reads any view. */
export const fixedMarket = <View extends FootballView>(
  kind: Kind,
  parts: Parts<View>,
): FootballDefinition => ({
  ...headOf(kind),
  rule: parts.rule,
  outcomes: () => parts.outcomes,
  accepts: hasNoSpecifiers,
  reads: parts.reads,
  settle: parts.settle,
  offered: (record) => (parts.isOpen(record) ? ONE : NONE),
  marketName: (_, teams) => withTeams(kind.name, teams),
  outcomeName: parts.outcomeName ?? ((outcome, _, teams) => sideName(outcome, teams)),
});

/** A fixed market on the count of a period. */
export const countMarket = (
  period: Period,
  kind: Kind,
  parts: Omit<Parts<CountView>, 'reads' | 'isOpen'>,
): FootballDefinition =>
  fixedMarket<CountView>(
    { group: period.group, ...kind, name: period.title + kind.name },
    { reads: period.view, isOpen: period.isOpen, ...parts },
  );

/** Whether something holds of the count, in words and as a function. */
export type Question = Readonly<{ rule: string; holds: (count: Score) => boolean }>;
