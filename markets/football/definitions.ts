import type { FootballMarketType } from '#contracts/mod.ts';

import type { FootballDefinition } from './definition.ts';
import { BOTH_HALVES_DEFINITIONS } from './definitions/both-halves.ts';
import { COMBINATION_DEFINITIONS } from './definitions/combinations.ts';
import { CARD_DEFINITIONS, CORNER_DEFINITIONS } from './definitions/corners-and-cards.ts';
import { DECIDER_DEFINITIONS } from './definitions/decider.ts';
import { GOAL_GROUP_DEFINITIONS } from './definitions/goal-groups.ts';
import { HALF_DEFINITIONS } from './definitions/halves.ts';
import { MATCH_DEFINITIONS } from './definitions/match.ts';
import { MINUTE_DEFINITIONS } from './definitions/minutes.ts';
import { ORDER_DEFINITIONS } from './definitions/order.ts';
import { PLAYER_DEFINITIONS } from './definitions/players.ts';

/** Every football market type by name. */
export const FOOTBALL_DEFINITIONS: ReadonlyMap<FootballMarketType, FootballDefinition> = new Map(
  [
    ...MATCH_DEFINITIONS,
    ...HALF_DEFINITIONS,
    ...BOTH_HALVES_DEFINITIONS,
    ...ORDER_DEFINITIONS,
    ...MINUTE_DEFINITIONS,
    ...COMBINATION_DEFINITIONS,
    ...GOAL_GROUP_DEFINITIONS,
    ...CORNER_DEFINITIONS,
    ...CARD_DEFINITIONS,
    ...PLAYER_DEFINITIONS,
    ...DECIDER_DEFINITIONS,
  ].map((definition) => [definition.type, definition]),
);
