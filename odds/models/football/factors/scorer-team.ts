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

/** Those of a team who are on the field or may still come on. */
export function membersPlaying(
  parameters: ScorerParameters,
  state: ScorerState,
  side: Side,
): readonly Member[] {
  const sheet = state.teams[side];
  const on = sheet.players.filter(({ onField }) => onField);
  const bench = sheet.players.filter(({ onField, played }) => !onField && played === 'not');
  const ahead = substitutionsAhead(parameters.substitutions, state.match, sheet.substitutionsMade);
  const { staying, entered } = presence(
    {
      leaveWeights: on.map((player) => byPosition(parameters.leaveWeight, player)),
      enterWeights: bench.map((player) => byPosition(parameters.enterWeight, player)),
    },
    ahead,
  );
  const weightOf = (player: ScorerPlayer): number =>
    player.goalShare ?? byPosition(parameters.goalShare, player);
  const rest = unnamed(sheet, state.match.redCards, side) * parameters.goalShare.unknown;
  const whole = new Float64Array(SLICES).fill(rest);
  const rows = [
    ...on.map((player, at) => ({ player, row: rowOf(staying, at), comesOn: false })),
    ...bench.map((player, at) => ({ player, row: rowOf(entered, at), comesOn: true })),
  ];
  for (const { player, row } of rows) {
    row.forEach((there, slice) => {
      whole[slice] = (whole[slice] ?? 0) + weightOf(player) * there;
    });
  }
  return rows.map(({ player, row, comesOn }) => ({
    player,
    ways: waysOf(row, comesOn),
    shares: whole.map((sum) => (sum > 0 ? Math.min(1, weightOf(player) / sum) : 0)),
  }));
}

const rowOf = (rows: Float64Array, at: number): Float64Array =>
  rows.subarray(at * SLICES, (at + 1) * SLICES);

/** A player who is out of the match scores no more. */
export const outOfTheMatch = (player: ScorerPlayer): Member => ({
  player,
  ways: [{ chance: 1, from: 0, to: SLICES }],
  shares: new Float64Array(SLICES),
});
