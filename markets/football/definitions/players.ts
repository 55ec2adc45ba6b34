import type { Specifiers } from '#contracts/mod.ts';

import { allVoid, hasSpecifiers, winner } from '../../definition.ts';
import { oncePer, oncePerKey } from '../../once-per.ts';
import type { MatchRecord } from '../../record/match-record.ts';
import type { FootballDefinition, FootballDefinitionOf } from '../definition.ts';
import type { PlayerFacts } from '../facts.ts';
import { headOf, NONE, YES_NO, type Kind } from '../families/kind.ts';
import { MATCH } from '../periods.ts';
import { hasLeft, playedSoFar, scorerGoals } from '../player.ts';

type Scorer = Kind &
  Readonly<{
    rule: string;
    /** Whether the bet stands for a player who took part in this way. */
    stands: (played: PlayerFacts['played']) => boolean;
    holds: (facts: PlayerFacts) => boolean;
    isOpen?: (record: MatchRecord) => boolean;
  }>;

const PLAYER = /^[a-z0-9][a-z0-9-]{0,39}$/u;
const tookPart = (played: PlayerFacts['played']): boolean => played !== 'not';
const TOOK_PART = 'void unless he is on the field in the 90 minutes';

/** "bukayo-saka" as a reader sees it, where no line-up is at hand. */
const spoken = (playerId: string): string =>
  playerId.replaceAll('-', ' ').replace(/\b\p{L}/gu, (letter) => letter.toUpperCase());

/** A question on one player; void unless he took part as the market asks. Own goals count for nobody. */
function scorer({ rule, stands, holds, isOpen, ...kind }: Scorer): FootballDefinition {
  const definition: FootballDefinitionOf<'player'> = {
    ...headOf({ group: 'players', ...kind }),
    rule,
    outcomes: () => YES_NO,
    accepts: (specifiers) =>
      hasSpecifiers(specifiers, 'player') && PLAYER.test(specifiers['player'] ?? ''),
    reads: 'player',
    settle: (facts) =>
      stands(facts.played) ? winner(YES_NO, holds(facts) ? 'yes' : 'no') : allVoid(YES_NO),
    offered: (record) =>
      record.covers.includes('players') && MATCH.isOpen(record) && (isOpen?.(record) ?? true)
        ? named(onTheField(record))
        : NONE,
    marketName: ({ player }) =>
      player === undefined ? kind.name : `${kind.name}: ${spoken(player)}`,
    outcomeName: (outcome) => (outcome === 'yes' ? 'Yes' : 'No'),
  };
  return definition;
}

/** Starters who are still on, and substitutes who have come on; ids hold no comma. */
const onTheField = oncePer((record: MatchRecord): string =>
  record.players
    .filter((player) => tookPart(playedSoFar(record, player.id)) && !hasLeft(record, player))
    .map(({ id }) => id)
    .join(),
);

const named = oncePerKey((ids: string): readonly Specifiers[] =>
  ids === '' ? NONE : ids.split(',').map((player) => ({ player })),
);

/** Markets on the goals of one player. */
export const PLAYER_DEFINITIONS: readonly FootballDefinition[] = [
  scorer({
    type: 'anytime-scorer',
    uof: 40,
    name: 'To score',
    rule: `Yes when he scores in 90 minutes; ${TOOK_PART}.`,
    stands: tookPart,
    holds: ({ goals }) => goals > 0,
  }),
  scorer({
    type: 'first-scorer',
    uof: 38,
    name: 'First scorer',
    rule: 'Yes when the first goal that is no own goal is his; void unless he is on the field before it.',
    // Who comes on after the first goal could not have scored it.
    stands: (played) => played === 'from-start' || played === 'before-first-goal',
    holds: ({ first }) => first,
    isOpen: (record) => scorerGoals(record).length === 0,
  }),
  scorer({
    type: 'last-scorer',
    uof: 39,
    name: 'Last scorer',
    rule: `Yes when the last goal of the 90 minutes that is no own goal is his; ${TOOK_PART}.`,
    stands: tookPart,
    holds: ({ last }) => last,
  }),
  scorer({
    type: 'two-or-more-goals',
    name: 'To score two or more',
    rule: `Yes when he scores two goals or more in 90 minutes; ${TOOK_PART}.`,
    stands: tookPart,
    holds: ({ goals }) => goals > 1,
  }),
  scorer({
    type: 'hat-trick',
    name: 'To score a hat-trick',
    rule: `Yes when he scores three goals or more in 90 minutes; ${TOOK_PART}.`,
    stands: tookPart,
    holds: ({ goals }) => goals > 2,
  }),
];
