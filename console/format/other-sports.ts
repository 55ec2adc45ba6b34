import {
  BASKETBALL_DEFINITIONS,
  ICE_HOCKEY_DEFINITIONS,
  RACING_DEFINITIONS,
  TENNIS_DEFINITIONS,
} from '#markets/mod.ts';

import type { ShownDefinition } from './shown-definition.ts';

/** Market types of every sport but football; a file of its own, which is loaded when it is needed. */
export const OTHER_SPORTS: readonly ShownDefinition[] = [
  TENNIS_DEFINITIONS,
  BASKETBALL_DEFINITIONS,
  ICE_HOCKEY_DEFINITIONS,
  RACING_DEFINITIONS,
].flatMap((each) => Object.values<ShownDefinition>(each));
