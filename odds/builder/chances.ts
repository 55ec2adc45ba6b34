import { InputError } from '#contracts/mod.ts';
import {
  distributionOf,
  footballDefinitionOf,
  identifyMarket,
  isCoreView,
  payoffTable,
  spaceTable,
} from '#markets/mod.ts';

import type { FiveWay } from '../models/mod.ts';
import type { Leg, World } from './world.ts';

const CODES = 5;

function tabulated(codes: Uint8Array, chances: Float64Array): FiveWay {
  const mass = new Float64Array(CODES);
  for (let cell = 0; cell < chances.length; cell += 1) {
    const code = codes[cell] ?? 0;
    mass[code] = (mass[code] ?? 0) + (chances[cell] ?? 0);
  }
  const [lose = 0, halfLose = 0, push = 0, halfWin = 0, win = 0] = mass;
  return { lose, halfLose, push, halfWin, win };
}

/**
 * Chances of the five results of one answer, whether it is still on the board or not: a handicap from an
 * old score, a goal that has been scored.
 * @throws InputError MARKET_UNKNOWN, OUTCOME_UNKNOWN, or NO_SOLUTION when nothing prices its distribution.
 */
export function legChances(world: World, { marketKey, outcomeId }: Leg): FiveWay {
  const identity = identifyMarket(marketKey);
  const definition = identity && footballDefinitionOf(identity.type);
  if (identity === undefined || definition === undefined) {
    throw new InputError('MARKET_UNKNOWN', 'marketKey', marketKey, 'is no football market');
  }
  const isCore = isCoreView(definition.reads);
  const factor = world.factors.get(distributionOf(definition, identity));
  if (!isCore && factor === undefined) {
    throw new InputError('NO_SOLUTION', 'marketKey', marketKey, 'has no distribution now');
  }
  const table =
    factor === undefined
      ? payoffTable(world.index, identity, world.context)
      : spaceTable(factor.space, identity);
  const codes = table?.get(outcomeId);
  if (codes === undefined) {
    throw new InputError('OUTCOME_UNKNOWN', 'outcomeId', outcomeId, 'is no outcome of the market');
  }
  return tabulated(codes, factor?.chances ?? world.core);
}
