import type { FootballMarketType } from '#contracts/mod.ts';

import { allVoid, CATALOGUE_VERSION, hasSpecifiers, winner } from '../../definition.ts';
import type { MatchRecord } from '../../record/match-record.ts';
import { scorersOf } from '../../record/views.ts';
import type { FootballDefinition, FootballDefinitionOf } from '../definition.ts';
import type { PlayerFacts } from '../facts.ts';
import { YES_NO } from '../families.ts';
import { MATCH } from '../periods.ts';

type Scorer = Readonly<{
  type: FootballMarketType;
  uof: number;
  name: string;
  /** Whether the bet stands for a player who took part in this way. */
  stands: (played: PlayerFacts['played']) => boolean;
  holds: (facts: PlayerFacts) => boolean;
  isOpen?: (record: MatchRecord) => boolean;
}>;

const PLAYER = /^[a-z0-9][a-z0-9-]{0,39}$/u;
const tookPart = (played: PlayerFacts['played']): boolean => played !== 'not';

/** A question on one player; void unless he took part as the market asks. Own goals count for nobody. */
function scorer({ type, uof, name, stands, holds, isOpen }: Scorer): FootballDefinition {
  const definition: FootballDefinitionOf<'player'> = {
    type,
    catalogueVersion: CATALOGUE_VERSION,
    group: 'players',
    uofMarketId: uof,
    outcomes: () => YES_NO,
    accepts: (specifiers) =>
      hasSpecifiers(specifiers, 'player') && PLAYER.test(specifiers['player'] ?? ''),
    reads: 'player',
    settle: (facts) =>
      stands(facts.played) ? winner(YES_NO, holds(facts) ? 'yes' : 'no') : allVoid(YES_NO),
    offered: (record) =>
      MATCH.isOpen(record) && (isOpen?.(record) ?? true)
        ? onTheField(record).map((player) => ({ player }))
        : [],
    marketName: ({ player = '' }) => `${name}: ${player.replaceAll('-', ' ')}`,
    outcomeName: (outcome) => (outcome === 'yes' ? 'Yes' : 'No'),
  };
  return definition;
}

/** Starters who are still on, and substitutes who have come on. */
function onTheField({ players, substitutions, cards }: MatchRecord): readonly string[] {
  const off = new Set(substitutions.map((change) => change.off));
  const on = new Set(substitutions.map((change) => change.on));
  const sentOff = new Set(
    cards.filter(({ colour }) => colour !== 'yellow').map(({ player }) => player),
  );
  return players
    .filter(({ id, name, starts }) => (starts || on.has(id)) && !off.has(id) && !sentOff.has(name))
    .map(({ id }) => id);
}

export const PLAYER_DEFINITIONS: readonly FootballDefinition[] = [
  scorer({
    type: 'anytime-scorer',
    uof: 40,
    name: 'To score',
    stands: tookPart,
    holds: ({ goals }) => goals > 0,
  }),
  scorer({
    type: 'first-scorer',
    uof: 38,
    name: 'First scorer',
    // Who comes on after the first goal could not have scored it.
    stands: (played) => played === 'from-start' || played === 'before-first-goal',
    holds: ({ first }) => first,
    isOpen: (record) => scorersOf(record).length === 0,
  }),
  scorer({
    type: 'last-scorer',
    uof: 39,
    name: 'Last scorer',
    stands: tookPart,
    holds: ({ last }) => last,
  }),
  scorer({
    type: 'two-or-more-goals',
    uof: 784,
    name: 'To score twice',
    stands: tookPart,
    holds: ({ goals }) => goals > 1,
  }),
  scorer({
    type: 'hat-trick',
    uof: 785,
    name: 'To score three',
    stands: tookPart,
    holds: ({ goals }) => goals > 2,
  }),
];
