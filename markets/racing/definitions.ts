import type { RacingMarketType } from '#contracts/mod.ts';

import { fieldSize, numberIn, parseGroup, singles } from './field.ts';
import { MAX_RUNNERS } from './facts.ts';
import { frontMarket } from './front-markets.ts';
import type { RacingDefinition } from './racing-definition.ts';
import { bestOfMarket, positionAt, positionMarket, positionsUpTo } from './runner-markets.ts';

const word = (text: string | undefined): string => text ?? '?';

/**
 * Every racing market. A non-runner's outcomes are void. American and pool names for the same
 * questions: place and show are `racing-place` on 2 and 3 places, exacta is the forecast, quinella the
 * reverse forecast as one bet, trifecta the tricast, trio the combination tricast as one bet.
 */
export const RACING_DEFINITIONS: Readonly<Record<RacingMarketType, RacingDefinition>> = {
  'racing-win': positionMarket({
    type: 'racing-win',
    group: 'main',
    rule: 'Wins when the runner is first; a non-runner is void, and so is a race with fewer than two starters.',
    name: () => 'Win',
    specifier: 'runners',
    positions: () => ({ from: 1, to: 1 }),
    // A walkover is no race.
    leastStarters: () => 2,
  }),
  /** Places as on an exchange: fixed whoever is withdrawn, void when all that start would be placed. */
  'racing-place': positionMarket({
    type: 'racing-place',
    group: 'main',
    rule: 'Wins when the runner is among the first places named; their number stays whoever is withdrawn, and the bet is void when all that start would be placed.',
    name: ({ places }) => `Place, first ${word(places)}`,
    specifier: 'places',
    positions: positionsUpTo('places', 2),
    leastStarters: ({ to }) => to + 1,
  }),
  'racing-finish-position': positionMarket({
    type: 'racing-finish-position',
    group: 'race',
    rule: 'Wins when the runner finishes in exactly that position; a non-runner is void.',
    name: ({ position }) => `Runner in position ${word(position)}`,
    specifier: 'position',
    positions: positionAt('position'),
    leastStarters: ({ to }) => to,
  }),
  /** The lay side for a bettor: with places=1 not to win, with more not to be placed. */
  'racing-not-placed': positionMarket({
    type: 'racing-not-placed',
    group: 'race',
    rule: 'Wins when the runner finishes behind the places named or does not finish; a non-runner is void.',
    name: ({ places }) => (places === '1' ? 'Not to win' : `Outside the first ${word(places)}`),
    specifier: 'places',
    positions: positionsUpTo('places', 1),
    leastStarters: ({ to }) => to + 1,
    outside: true,
  }),
  /** The named runner's finish is passed over; when it is withdrawn, bets stand all the same. */
  'racing-winner-without': bestOfMarket({
    type: 'racing-winner-without',
    group: 'race',
    rule: 'The best finisher when the named runner is passed over; bets stand when that one is withdrawn.',
    name: ({ without }) => `Winner without No. ${word(without)}`,
    specifiers: ['without', 'runners'],
    members: (specifiers) => {
      const runners = fieldSize(specifiers) ?? 0;
      const without = numberIn(specifiers['without'], 1, runners);
      if (without === undefined || runners < 3) return undefined;
      return singles(runners).picks.flatMap((pick) => pick.filter((n) => n !== without));
    },
    allMustRun: false,
  }),
  'racing-match-bet': bestOfMarket({
    type: 'racing-match-bet',
    group: 'race',
    rule: 'The better placed of the two; void unless both start.',
    name: ({ a, b }) => `No. ${word(a)} or No. ${word(b)}`,
    specifiers: ['a', 'b'],
    members: (specifiers) => {
      const a = numberIn(specifiers['a'], 1, MAX_RUNNERS) ?? MAX_RUNNERS;
      const b = numberIn(specifiers['b'], a + 1, MAX_RUNNERS);
      return b === undefined ? undefined : [a, b];
    },
    allMustRun: true,
  }),
  'racing-group-bet': bestOfMarket({
    type: 'racing-group-bet',
    group: 'race',
    rule: 'The best placed of the group; a non-runner of it is void, and bets on the others stand.',
    name: ({ group }) => `Best of ${word(group)}`,
    specifiers: ['group'],
    members: ({ group }) => parseGroup(group, 3),
    allMustRun: false,
  }),
  'racing-forecast': frontMarket({
    type: 'racing-forecast',
    group: 'combinations',
    rule: 'Wins when the two runners are first and second in that order; void when one of them does not start.',
    name: () => 'Straight forecast',
    depth: 2,
    ordered: true,
  }),
  'racing-reverse-forecast': frontMarket({
    type: 'racing-reverse-forecast',
    group: 'combinations',
    rule: 'Wins when the two runners are first and second in either order; void when one of them does not start.',
    name: () => 'Reverse forecast',
    depth: 2,
    ordered: false,
  }),
  'racing-tricast': frontMarket({
    type: 'racing-tricast',
    group: 'combinations',
    rule: 'Wins when the three runners are first, second and third in that order; void when one of them does not start.',
    name: () => 'Tricast',
    depth: 3,
    ordered: true,
  }),
  'racing-combination-tricast': frontMarket({
    type: 'racing-combination-tricast',
    group: 'combinations',
    rule: 'Wins when the three runners are first, second and third in any order; void when one of them does not start.',
    name: () => 'Combination tricast',
    depth: 3,
    ordered: false,
  }),
};
