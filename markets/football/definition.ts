import type { FootballMarketType, OutcomeResult, Specifiers } from '#contracts/mod.ts';

import type { Definition } from '../definition.ts';
import type { MatchRecord } from '../record/match-record.ts';
import type { FootballFacts, FootballView } from './facts.ts';

type Settle<Facts> = (facts: Facts, specifiers: Specifiers) => readonly OutcomeResult[];

/** A football market: a definition that says which view it reads and what is on the board when. */
export type FootballDefinitionOf<View extends FootballView> = Readonly<
  Omit<Definition<FootballFacts[View]>, 'settle' | 'rule'> & {
    type: FootballMarketType;
    rule: string;
    reads: View;
    settle: Settle<FootballFacts[View]>;
    /** Specifiers of the markets to put on the board now; empty when the question is answered or closed. */
    offered: (record: MatchRecord) => readonly Specifiers[];
    /** Equal shapes pay alike in every scenario, so they share one payoff table; default: the specifiers. */
    shape?: (specifiers: Specifiers) => string;
  }
>;

/** Any football market. The facts given to `settle` must be those of the view that it reads. */
export type FootballDefinition = Readonly<
  Omit<FootballDefinitionOf<FootballView>, 'settle'> & { settle: Settle<never> }
>;

/** Settles with facts of the view that the definition reads; the caller has taken them from there. */
export const settleWith = (
  { settle }: FootballDefinition,
  facts: FootballFacts[FootballView],
  specifiers: Specifiers,
): readonly OutcomeResult[] => (settle as Settle<FootballFacts[FootballView]>)(facts, specifiers);
