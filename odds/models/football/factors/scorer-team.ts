import type { Side } from '#contracts/mod.ts';

import {
  unnamed,
  type ScorerParameters,
  type ScorerPlayer,
  type ScorerState,
} from './scorer-state.ts';
import { presence, SLICES, substitutionsAhead } from './substitutions.ts';

/** One way in which a player's match may go on: on the field from one slice up to another. */
export type Way = Readonly<{ chance: number; from: number; to: number }>;

/** A team's players on the field and on the bench, with their ways and their shares slice by slice. */
export type Member = Readonly<{ player: ScorerPlayer; ways: readonly Way[]; shares: Float64Array }>;

function waysOf(row: Float64Array, comesOn: boolean): readonly Way[] {
  const at = (slice: number): number => row[slice] ?? 0;
  const ways: Way[] = [];
  for (let slice = 1; slice < SLICES; slice += 1) {
    const chance = Math.abs(at(slice) - at(slice - 1));
    if (chance > 0) {
      ways.push(comesOn ? { chance, from: slice, to: SLICES } : { chance, from: 0, to: slice });
    }
  }
  if (!comesOn) ways.push({ chance: at(SLICES - 1), from: 0, to: SLICES });
  return ways;
}

const byPosition = (
  table: ScorerParameters['goalShare'],
  { position }: Pick<ScorerPlayer, 'position'>,
): number => table[position ?? 'unknown'];

type Row = Readonly<{
  player: ScorerPlayer;
  weight: number;
  /** Chance to be on the field, slice by slice. */
  there: Float64Array;
  comesOn: boolean;
}>;

/** Mean weight of those who are likely to be exchanged. */
function meanWeight(rows: readonly Row[], table: ScorerParameters['leaveWeight']): number {
  let [sum, all] = [0, 0];
  for (const { player, weight } of rows) {
    sum += byPosition(table, player) * weight;
    all += byPosition(table, player);
  }
  return all > 0 ? sum / all : 0;
}

/**
 * Shares of the team's goals in one slice, each given that the player is on the field: his weight among
 * those of eleven players of whom he is one, in the place of somebody who goes off or comes on for him.
 * Scaled so that all goals are shared.
 */
function sharesIn(
  rows: readonly Row[],
  slice: number,
  {
    unnamedWeight,
    usualLeaver,
    usualSubstitute,
  }: Readonly<Record<'unnamedWeight' | 'usualLeaver' | 'usualSubstitute', number>>,
): Float64Array {
  const shares = new Float64Array(rows.length);
  let whole = unnamedWeight;
  for (const { weight, there } of rows) whole += weight * (there[slice] ?? 0);
  let named = 0;
  rows.forEach(({ weight, there, comesOn }, player) => {
    const present = there[slice] ?? 0;
    const usual = comesOn ? usualLeaver : usualSubstitute;
    const given = Math.max(weight, whole + (1 - present) * (weight - usual));
    const share = given > 0 ? weight / given : 0;
    shares[player] = share;
    named += present * share;
  });
  const scale = named > 0 ? (1 - unnamedWeight / whole) / named : 0;
  for (let player = 0; player < shares.length; player += 1) {
    shares[player] = Math.min(1, (shares[player] ?? 0) * scale);
  }
  return shares;
}

/** Those of a team who are on the field or may still come on. */
export function membersPlaying(
  parameters: ScorerParameters,
  state: ScorerState,
  side: Side,
): readonly Member[] {
  const { leaveWeight, enterWeight, goalShare, substitutions } = parameters;
  const sheet = state.teams[side];
  const on = sheet.players.filter(({ onField }) => onField);
  const bench = sheet.players.filter(({ onField, played }) => !onField && played === 'not');
  const { staying, entered } = presence(
    {
      leaveWeights: on.map((player) => byPosition(leaveWeight, player)),
      enterWeights: bench.map((player) => byPosition(enterWeight, player)),
    },
    substitutionsAhead(substitutions, state.match, sheet.substitutionsMade),
  );
  const rowsOf = (players: readonly ScorerPlayer[], chances: Float64Array, comesOn: boolean) =>
    players.map((player, at): Row => ({
      player,
      weight: player.goalShare ?? byPosition(goalShare, player),
      there: rowOf(chances, at),
      comesOn,
    }));
  const starters = rowsOf(on, staying, false);
  const others = rowsOf(bench, entered, true);
  const rows = [...starters, ...others];
  const weights = {
    unnamedWeight: unnamed(sheet, state.match.redCards, side) * goalShare.unknown,
    usualLeaver: meanWeight(starters, leaveWeight),
    usualSubstitute: meanWeight(others, enterWeight),
  };
  const bySlice = Array.from({ length: SLICES }, (_, slice) => sharesIn(rows, slice, weights));
  return rows.map(({ player, there, comesOn }, at) => ({
    player,
    ways: waysOf(there, comesOn),
    shares: columnOf(bySlice, at),
  }));
}

function columnOf(rows: readonly ArrayLike<number>[], at: number): Float64Array {
  const column = new Float64Array(rows.length);
  rows.forEach((row, place) => (column[place] = row[at] ?? 0));
  return column;
}

const rowOf = (rows: Float64Array, at: number): Float64Array =>
  rows.subarray(at * SLICES, (at + 1) * SLICES);

/** A player who is out of the match scores no more. */
export const outOfTheMatch = (player: ScorerPlayer): Member => ({
  player,
  ways: [{ chance: 1, from: 0, to: SLICES }],
  shares: new Float64Array(SLICES),
});
