import type { TennisMarketType } from '#contracts/mod.ts';

import { outcomeIds, sideName } from '../definition.ts';
import { count, type TennisMarket } from './definition.ts';
import { aheadOf, type TennisGame } from './facts.ts';
import { ofGame, ofPoint } from './levels.ts';
import { oneOfList, whichSide, yesNo } from './questions.ts';

const GAME = { set: count(1, 5), game: count(1, 99) };

/** What the loser of a game had, as it is called; 40 stands for every game that came to deuce. */
const LOST_TO = ['0', '15', '30', '40'] as const;
const SCORES = outcomeIds(
  ...(['home', 'away'] as const).flatMap((side) => LOST_TO.map((points) => `${side}-to-${points}`)),
);

const fewer = ({ points }: TennisGame): number => Math.min(points.home, points.away, 3);
const cameToDeuce = (game: TennisGame): boolean => fewer(game) === 3;
const isOver = ({ over }: TennisGame): boolean => over;

/** Markets on one game or one point, which are void when it is not played. */
export const GAME_MARKETS = {
  'tennis-game-winner': {
    group: 'games',
    uof: 210,
    takes: GAME,
    example: { set: '1', game: '1' },
    name: 'Set {set} game {game} winner',
    heading: 'Game winner',
    rule: 'The winner of the game, which may be a tie-break. Void when the game is not completed.',
    asks: ofGame(
      whichSide(({ points }) => aheadOf(points)),
      { known: isOver, inTiebreak: true },
    ),
  },
  'tennis-game-correct-score': {
    group: 'scores',
    uof: 214,
    takes: GAME,
    example: { set: '1', game: '1' },
    name: 'Set {set} game {game} correct score',
    heading: 'Game correct score',
    rule: 'The winner of the game and what the opponent had; 40 stands for every game that came to deuce. A tie-break is void.',
    asks: ofGame(
      oneOfList(
        () => SCORES,
        (game) => `${aheadOf(game.points) ?? ''}-to-${LOST_TO[fewer(game)] ?? ''}`,
        (outcome, _, teams) => {
          const [side = '', , points = ''] = outcome.split('-');
          return `${sideName(side, teams)} to ${points}`;
        },
      ),
      { known: isOver, inTiebreak: false },
    ),
  },
  'tennis-game-to-deuce': {
    group: 'games',
    uof: 212,
    takes: GAME,
    example: { set: '1', game: '1' },
    name: 'Set {set} game {game} to deuce',
    heading: 'Game to deuce',
    rule: 'Whether the game comes to 40-40. A tie-break is void.',
    asks: ofGame(yesNo(cameToDeuce), {
      known: (game) => game.over || cameToDeuce(game),
      inTiebreak: false,
    }),
  },
  'tennis-point-winner': {
    group: 'points',
    uof: 218,
    takes: { ...GAME, point: count(1, 99) },
    example: { set: '1', game: '1', point: '1' },
    name: 'Set {set} game {game} point {point} winner',
    heading: 'Point winner',
    rule: 'The winner of the point. Void when it is not played.',
    asks: ofPoint(whichSide((side) => side)),
  },
} satisfies Partial<Record<TennisMarketType, TennisMarket>>;
