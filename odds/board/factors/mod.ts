import { InputError, type MarketIdentity, type Specifiers } from '#contracts/mod.ts';
import { distributionOf, footballDefinitionOf, type FootballView } from '#markets/mod.ts';

import type { FactorChances, ScoringPlayer } from '../../builder/mod.ts';
import type { PlayerChances } from '../../models/mod.ts';
import { COUNT_FACTORS } from './counts.ts';
import { GOAL_FACTORS } from './goals.ts';
import { matchNow, type MatchNow, type MatchNowParts } from './match-now.ts';
import { playerFactor, playersOf, scoringPlayers } from './players.ts';
import { decider } from './tie.ts';

type Factor = (now: MatchNow, specifiers: Specifiers) => FactorChances | undefined;

const FACTORS: Readonly<Partial<Record<FootballView, Factor>>> = {
  ...COUNT_FACTORS,
  ...GOAL_FACTORS,
  decider,
};

/** The factors beside the core at one moment of a match; each is worked out when it is first asked for. */
export type Factors = Readonly<{
  /** The distribution that a market reads; undefined for one of the core, or that nothing models. */
  of: (identity: MarketIdentity, distribution?: string) => FactorChances | undefined;
  /** By name, those that these markets read. */
  named: (markets: Iterable<MarketIdentity>) => ReadonlyMap<string, FactorChances>;
  /** Who may still score, for bet builders. */
  players: () => ReadonlyMap<string, ScoringPlayer>;
}>;

/** A match that contradicts itself has no distribution beside the core: its markets are not offered. */
function orNone<Value>(make: () => Value): Value | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** Once the 90 minutes are over only the tie is open. */
export function footballFactors(parts: MatchNowParts): Factors {
  const now = matchNow(parts);
  const known = new Map<string, FactorChances | undefined>();
  let players: ReadonlyMap<string, PlayerChances> | undefined;
  const allPlayers = () => (players ??= playersOf(now));
  const of = (identity: MarketIdentity, distribution?: string): FactorChances | undefined => {
    const named = distribution === undefined ? undefined : known.get(distribution);
    if (named !== undefined) return named;
    const definition = footballDefinitionOf(identity.type);
    if (definition === undefined) return undefined;
    const name = distribution ?? distributionOf(definition, identity);
    if (known.has(name)) return known.get(name);
    const { reads } = definition;
    const factor = orNone(() =>
      reads === 'player'
        ? playerFactor(allPlayers(), identity.specifiers)
        : FACTORS[reads]?.(now, identity.specifiers),
    );
    known.set(name, factor);
    return factor;
  };
  return {
    of,
    named: (markets) => {
      const named = new Map<string, FactorChances>();
      for (const identity of markets) {
        const factor = of(identity);
        const definition = footballDefinitionOf(identity.type);
        if (factor && definition) named.set(distributionOf(definition, identity), factor);
      }
      return named;
    },
    players: () =>
      orNone(() => scoringPlayers(now, allPlayers())) ?? new Map<string, ScoringPlayer>(),
  };
}
