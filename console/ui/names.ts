import type { FixtureId, MarketKey, OutcomeId } from '#contracts/mod.ts';

import { definedMarket } from '../format/definitions.ts';
import type { Board } from '../stream/board.ts';

export type Teams = Readonly<{ home: string; away: string }>;

export const teamsOf = (
  fixture: Readonly<{ fixtureId: FixtureId; info: Board['info'] }> | undefined,
): Teams => ({
  home: fixture?.info?.home ?? fixture?.fixtureId ?? '',
  away: fixture?.info?.away ?? '',
});

const withMinus = (text: string): string => text.replace(/(?<= )-(?=\d)/gu, '−');

/** The heading of a market; one on a single team carries its name where the teams are given. */
export function nameOfMarket(key: MarketKey, teams?: Teams): string {
  const market = definedMarket(key);
  return market ? withMinus(market.definition.marketName(market.specifiers, teams)) : key;
}

export function nameOfOutcome(key: MarketKey, outcome: OutcomeId, teams: Teams): string {
  const market = definedMarket(key);
  if (market === undefined) return outcome;
  return withMinus(market.definition.outcomeName(outcome, market.specifiers, teams));
}

export const nameOfFixture = ({ home, away }: Teams): string => `${home} – ${away}`;
