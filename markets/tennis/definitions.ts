import { TENNIS_MARKET_TYPES, type TennisMarketType } from '#contracts/mod.ts';

import { defineTennisMarket, type TennisDefinition, type TennisMarket } from './definition.ts';
import { GAME_COUNT_MARKETS } from './game-count-markets.ts';
import { GAME_MARKETS } from './game-markets.ts';
import { SET_COUNT_MARKETS } from './set-count-markets.ts';
import { SET_MARKETS } from './set-markets.ts';

const MARKETS: Readonly<Record<TennisMarketType, TennisMarket>> = {
  ...SET_COUNT_MARKETS,
  ...GAME_COUNT_MARKETS,
  ...SET_MARKETS,
  ...GAME_MARKETS,
};

/** Every tennis market of the catalogue. */
export const TENNIS_DEFINITIONS = Object.fromEntries(
  TENNIS_MARKET_TYPES.map((type) => [type, defineTennisMarket(type, MARKETS[type])]),
) as Readonly<Record<TennisMarketType, TennisDefinition>>;
