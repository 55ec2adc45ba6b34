import type { Score, Side, Specifiers } from '#contracts/mod.ts';

import type { FootballView } from '../football/facts.ts';
import {
  countSpace,
  DECIDER_SPACE,
  EXTRA_GOALS,
  FIRST_GOAL_SPACE,
  NEXT_SPACE,
  PLAYER_GOALS,
  PLAYER_SPACE,
  SIDE_SPACE,
  type Space,
} from '../football/spaces.ts';
import type { MatchRecord } from '../record/match-record.ts';
import { extraTime, scoreOf, shootOut } from '../record/views.ts';

/** A factor's space and the cell of it that a completed match lies in. */
export type Place = Readonly<{ space: Space; cell: number }>;
type Project = (record: MatchRecord, specifiers: Specifiers) => Place | undefined;
type Sided = Readonly<{ side: Side; phase: string }>;

const MOST = 40;
const regular = <Item extends Sided>(items: readonly Item[]): readonly Item[] =>
  items.filter(({ phase }) => phase === 'first-half' || phase === 'second-half');
const firstHalf = <Item extends Sided>(items: readonly Item[]): readonly Item[] =>
  items.filter(({ phase }) => phase === 'first-half');
const tally = <Item extends Sided>(
  items: readonly Item[],
  worth: (item: Item) => number = () => 1,
): Score => {
  const score = { home: 0, away: 0 };
  for (const item of items) score[item.side] += worth(item);
  return score;
};
const counted = ({ home, away }: Score, step = 1): Place => ({
  space: countSpace(MOST, MOST, step),
  cell: (home / step) * (MOST + 1) + away / step,
});
const sideCell = (side: Side | undefined): number =>
  side === undefined ? 2 : side === 'home' ? 0 : 1;

const points = ({ cards }: MatchRecord): Place =>
  counted(
    tally(regular(cards), ({ colour }) => (colour === 'yellow' ? 10 : 25)),
    5,
  );

const nth = (items: readonly Sided[], n: string | undefined): Place => ({
  space: NEXT_SPACE,
  cell: sideCell(regular(items)[Number(n) - 1]?.side),
});

function race({ corners }: MatchRecord, { to }: Specifiers): Place {
  const all = regular(corners);
  const winner = all.find(({ side }, at) => tally(all.slice(0, at + 1))[side] === Number(to));
  return { space: SIDE_SPACE, cell: sideCell(winner?.side) };
}

function interval({ goals }: MatchRecord, { from, to }: Specifiers): Place {
  const inside = regular(goals).filter(
    ({ minute }) => minute >= Number(from) + 1 && minute <= Number(to),
  );
  return counted(tally(inside));
}

function firstGoal({ goals }: MatchRecord): Place {
  const minute = regular(goals)[0]?.minute;
  return { space: FIRST_GOAL_SPACE, cell: minute === undefined ? 6 : Math.ceil(minute / 15) - 1 };
}

/** Of a player who starts; nobody's cell where a goal of his side has no name. */
function player(record: MatchRecord, { player: id }: Specifiers): Place | undefined {
  const him = record.players.find((each) => each.id === id);
  const goals = regular(record.goals).filter(({ how }) => how !== 'own-goal');
  if (him?.starts !== true) return undefined;
  if (goals.some((goal) => goal.side === him.side && goal.player === null)) return undefined;
  const his = goals.filter((goal) => goal.side === him.side && goal.player === him.name);
  const first = his.length > 0 && his[0] === goals[0] ? 2 : 0;
  const last = his.length > 0 && his.at(-1) === goals.at(-1) ? 1 : 0;
  return { space: PLAYER_SPACE, cell: 4 * Math.min(his.length, PLAYER_GOALS) + first + last };
}

/** Of a tie with a winner. */
function decider(record: MatchRecord): Place | undefined {
  if (record.decider === null) return undefined;
  const { fullTime } = scoreOf(record);
  const [extra, kicks] = [extraTime(record), shootOut(record)];
  const side = (EXTRA_GOALS + 1) ** 2;
  if (kicks !== null) {
    const level = extra?.home ?? EXTRA_GOALS + 1;
    if (extra !== null && level > EXTRA_GOALS) return undefined;
    return {
      space: DECIDER_SPACE,
      cell: 2 + side + 2 * level + (kicks.home > kicks.away ? 0 : 1),
    };
  }
  if (extra === null) {
    return { space: DECIDER_SPACE, cell: fullTime.home > fullTime.away ? 0 : 1 };
  }
  if (Math.max(extra.home, extra.away) > EXTRA_GOALS) return undefined;
  return { space: DECIDER_SPACE, cell: 2 + extra.home * (EXTRA_GOALS + 1) + extra.away };
}

const PROJECTIONS: Readonly<Partial<Record<FootballView, Project>>> = {
  'last-goal': ({ goals }) => ({
    space: SIDE_SPACE,
    cell: sideCell(regular(goals).at(-1)?.side),
  }),
  interval,
  'first-goal-time': firstGoal,
  corners: ({ corners }) => counted(tally(regular(corners))),
  'first-half-corners': ({ corners }) => counted(tally(firstHalf(corners))),
  'next-corner': ({ corners }, { corner }) => nth(corners, corner),
  'corner-race': race,
  cards: ({ cards }) => counted(tally(regular(cards))),
  'first-half-cards': ({ cards }) => counted(tally(firstHalf(cards))),
  'booking-points': points,
  'sendings-off': ({ cards }) =>
    counted(tally(regular(cards).filter(({ colour }) => colour !== 'yellow'))),
  'next-card': ({ cards }, { card }) => nth(cards, card),
  player,
  decider,
};

/** The obvious way from a completed match to its cell; undefined where a space does not hold it. */
export const projectToSpace = (
  record: MatchRecord,
  view: FootballView,
  specifiers: Specifiers,
): Place | undefined => PROJECTIONS[view]?.(record, specifiers);
