import type { FixtureId, MarketKey, OutcomeId } from '#contracts/mod.ts';
import { marketName, outcomeName } from '#markets/mod.ts';

import type { Board } from '../stream/board.ts';

export type Teams = Readonly<{ home: string; away: string }>;

export const teamsOf = (
  fixture: Readonly<{ fixtureId: FixtureId; info: Board['info'] }> | undefined,
): Teams => ({
  home: fixture?.info?.home ?? fixture?.fixtureId ?? '',
  away: fixture?.info?.away ?? '',
});

const withMinus = (text: string): string => text.replace(/(?<= )-(?=\d)/gu, '−');

export const nameOfMarket = (key: MarketKey): string => withMinus(marketName(key));

export const nameOfOutcome = (key: MarketKey, outcome: OutcomeId, teams: Teams): string =>
  withMinus(outcomeName(key, outcome, teams));

export const nameOfFixture = ({ home, away }: Teams): string => `${home} – ${away}`;
