import { InputError, type MarketIdentity, type Side } from '#contracts/mod.ts';
import {
  codeOf,
  distributionOf,
  footballDefinitionOf,
  identifyMarket,
  isCoreView,
  payoffTable,
  spaceTable,
} from '#markets/mod.ts';

import type { FactorKind, Leg, World } from './world.ts';

/** Further goals that a leg asks of one player. */
export type PlayerLeg = Readonly<{
  kind: 'player';
  playerId: string;
  side: Side;
  share: number;
  least: number;
  most: number;
  /** He takes the very next goal, which is the first of the match. */
  first: boolean;
}>;
/** Which cells of the core, or of one factor, win the leg. */
export type CellLeg = Readonly<{
  kind: 'core' | 'factor';
  distribution: string;
  /** Of a factor: what it counts. */
  counts: FactorKind | null;
  wins: Uint8Array;
}>;
export type KnownLeg = CellLeg | PlayerLeg;

const WON = codeOf('won');
const LOST = codeOf('lost');

const notCombinable = (leg: Leg, field: string, why: string): InputError =>
  new InputError('LEG_NOT_COMBINABLE', field, `${leg.marketKey} ${leg.outcomeId}`, why);

function identityOf(leg: Leg, field: string): MarketIdentity {
  const identity = identifyMarket(leg.marketKey);
  if (identity !== undefined) return identity;
  throw new InputError('MARKET_UNKNOWN', `${field}.marketKey`, leg.marketKey, 'is no market');
}

/** The codes of a leg where it has any chance; refuses a leg that is not simply won or lost there. */
function winning(leg: Leg, field: string, codes: Uint8Array | undefined, chances: Float64Array) {
  if (codes === undefined) {
    throw new InputError('OUTCOME_UNKNOWN', `${field}.outcomeId`, leg.outcomeId, 'is no outcome');
  }
  const wins = new Uint8Array(codes.length);
  for (let cell = 0; cell < codes.length; cell += 1) {
    const code = codes[cell];
    if (code === WON) wins[cell] = 1;
    else if (code !== LOST && (chances[cell] ?? 0) > 0) {
      throw notCombinable(leg, field, 'may be void or half won, so it cannot be combined');
    }
  }
  return wins;
}

const GOALS_ASKED: Readonly<Record<string, number>> = {
  'anytime-scorer': 1,
  'two-or-more-goals': 2,
  'hat-trick': 3,
};

function playerLeg(
  leg: Leg,
  field: string,
  { type, specifiers }: MarketIdentity,
  world: World,
): PlayerLeg {
  const playerId = specifiers['player'] ?? '';
  const player = world.players.get(playerId);
  if (player === undefined)
    throw notCombinable(leg, field, 'asks of a player who is not on the field');
  const { side, share, goals } = player;
  const his = { kind: 'player', playerId, side, share } as const;
  const yes = leg.outcomeId === 'yes';
  const asked = GOALS_ASKED[type];
  if (asked !== undefined) {
    return yes
      ? { ...his, least: Math.max(0, asked - goals), most: Infinity, first: false }
      : { ...his, least: 0, most: asked - goals - 1, first: false };
  }
  if (type !== 'first-scorer' || !yes || player.isFirst === false) {
    throw notCombinable(leg, field, 'has no joint chance with other legs');
  }
  const isOpen = player.isFirst === null;
  return { ...his, least: isOpen ? 1 : 0, most: Infinity, first: isOpen };
}

/**
 * What a leg asks of the match.
 * @throws InputError MARKET_UNKNOWN, OUTCOME_UNKNOWN, LEG_NOT_COMBINABLE with the field of the leg.
 */
export function knowLeg(leg: Leg, field: string, world: World): KnownLeg {
  const identity = identityOf(leg, field);
  const definition = footballDefinitionOf(identity.type);
  if (definition === undefined)
    throw notCombinable(leg, field, 'is of a sport without bet builder');
  if (definition.reads === 'player') return playerLeg(leg, field, identity, world);
  const distribution = distributionOf(definition, identity);
  if (isCoreView(definition.reads)) {
    const codes = payoffTable(world.index, identity, world.context)?.get(leg.outcomeId);
    return {
      kind: 'core',
      distribution,
      counts: null,
      wins: winning(leg, field, codes, world.core),
    };
  }
  const factor = world.factors.get(distribution);
  if (factor === undefined || factor.kind === 'goals')
    throw notCombinable(leg, field, 'has no joint chance with other legs');
  const codes = spaceTable(factor.space, identity).get(leg.outcomeId);
  const wins = winning(leg, field, codes, factor.chances);
  return { kind: 'factor', distribution, counts: factor.kind, wins };
}
