import type { Side, Specifiers } from '#contracts/mod.ts';
import {
  hasLeft,
  PLAYER_SPACE,
  playedSoFar,
  playerSpaceCell,
  scorerGoals,
  type MatchRecord,
} from '#markets/mod.ts';

import type { FactorChances, ScoringPlayer } from '../../builder/mod.ts';
import {
  gridOfCells,
  LEAGUE_SCORERS,
  PLAYER_CELLS,
  playerChances,
  type PlayerChances,
  type ScoreGrid,
  type ScorerPlayer,
  type ScorerState,
} from '../../models/mod.ts';
import type { MatchNow } from './match-now.ts';

const goalsOf = (record: MatchRecord, side: Side, name: string): number =>
  scorerGoals(record).filter((goal) => goal.side === side && goal.player === name).length;

function sheetOf(record: MatchRecord, side: Side): ScorerState['teams'][Side] {
  const own = record.players.filter((player) => player.side === side);
  const players = own.map((player): ScorerPlayer => {
    const played = playedSoFar(record, player.id);
    return {
      id: player.id,
      ...(player.goalShare === null ? {} : { goalShare: player.goalShare }),
      onField: played !== 'not' && !hasLeft(record, player),
      played,
      goals: goalsOf(record, side, player.name),
    };
  });
  const substitutionsMade = record.substitutions.filter((change) => change.side === side).length;
  return { players, substitutionsMade };
}

function idOf(record: MatchRecord, goal: ReturnType<typeof scorerGoals>[number] | undefined) {
  if (goal?.player === undefined || goal.player === null) return null;
  return (
    record.players.find(({ side, name }) => side === goal.side && name === goal.player)?.id ?? null
  );
}

/** Goals still to come, from the final scores and the present one. */
function remainingOf({ maxHome, maxAway, cells }: ScoreGrid, score: MatchNow['score']): ScoreGrid {
  const home = Math.max(0, maxHome - score.home);
  const away = Math.max(0, maxAway - score.away);
  const left = new Float64Array((home + 1) * (away + 1));
  for (let h = score.home; h <= maxHome; h += 1) {
    for (let a = score.away; a <= maxAway; a += 1) {
      left[(h - score.home) * (away + 1) + a - score.away] = cells[h * (maxAway + 1) + a] ?? 0;
    }
  }
  return gridOfCells(home, away, left);
}

/** How the match goes for every named player, by id. */
export function playersOf({ model, state, record, fullTime, score }: MatchNow) {
  const goals = scorerGoals(record);
  const chances = playerChances(model, LEAGUE_SCORERS, remainingOf(fullTime(), score), {
    match: state,
    teams: { home: sheetOf(record, 'home'), away: sheetOf(record, 'away') },
    anyGoal: goals.length > 0,
    firstScorer: idOf(record, goals[0]),
    lastScorer: idOf(record, goals.at(-1)),
  });
  return new Map(chances.map((each) => [each.id, each]));
}

/** Where each cell of a player who took part stands in the space of his markets. */
const PLACES = Int32Array.from(
  PLAYER_CELLS.filter(({ played }) => played !== 'not'),
  playerSpaceCell,
);

/** A player's cells as his markets read them; how he came on to the field does not matter to them. */
export function playerFactor(
  players: ReadonlyMap<string, PlayerChances>,
  { player = '' }: Specifiers,
): FactorChances | undefined {
  const found = players.get(player);
  if (found === undefined) return undefined;
  const chances = new Float64Array(PLAYER_SPACE.size);
  for (let at = 0; at < PLACES.length; at += 1) {
    const place = PLACES[at] ?? 0;
    chances[place] = (chances[place] ?? 0) + (found.cells[at] ?? 0);
  }
  return { kind: 'goals', space: PLAYER_SPACE, chances };
}

const ROUNDS = 40;

/** The share of each further goal of his team that makes a player score as often as his own markets say. */
function shareFor(goals: Float64Array, scores: number): number {
  let [low, high] = [0, 1];
  for (let round = 0; round < ROUNDS; round += 1) {
    const share = (low + high) / 2;
    let none = 0;
    goals.forEach((chance, count) => (none += chance * (1 - share) ** count));
    if (1 - none < scores) low = share;
    else high = share;
  }
  return (low + high) / 2;
}

/** Players on the field with the share of their team's further goals that fits their own markets. */
export function scoringPlayers(
  now: MatchNow,
  players: ReadonlyMap<string, PlayerChances>,
): ReadonlyMap<string, ScoringPlayer> {
  const { maxHome, maxAway, cells } = remainingOf(now.fullTime(), now.score);
  const further = { home: new Float64Array(maxHome + 1), away: new Float64Array(maxAway + 1) };
  cells.forEach((chance, cell) => {
    const [home, away] = [Math.floor(cell / (maxAway + 1)), cell % (maxAway + 1)];
    further.home[home] = (further.home[home] ?? 0) + chance;
    further.away[away] = (further.away[away] ?? 0) + chance;
  });
  const first = idOf(now.record, scorerGoals(now.record)[0]);
  const isOpen = scorerGoals(now.record).length === 0;
  return new Map(
    now.record.players.flatMap(({ id, name, side }): [string, ScoringPlayer][] => {
      const chances = players.get(id);
      const isOn =
        playedSoFar(now.record, id) !== 'not' &&
        !hasLeft(
          now.record,
          now.record.players.find((player) => player.id === id),
        );
      if (chances === undefined || !isOn) return [];
      const goals = goalsOf(now.record, side, name);
      let more = 0;
      PLAYER_CELLS.forEach((cell, at) => {
        if (cell.goals > Math.min(goals, 2)) more += chances.cells[at] ?? 0;
      });
      const share = shareFor(further[side], more);
      return [[id, { side, share, goals, isFirst: isOpen ? null : first === id }]];
    }),
  );
}
