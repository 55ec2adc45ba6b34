import type { FootballState } from '../scenario.ts';

/**
 * When players are exchanged: a few minutes at which a share of a team's substitutions is made, as if all
 * at once. They part the match into the slices between them.
 */
export const SUBSTITUTION_MINUTES = [25, 45, 60, 70, 80, 88] as const;
/** Ends of the slices. */
export const SLICE_ENDS = [...SUBSTITUTION_MINUTES, 90] as const;
export const SLICES = SLICE_ENDS.length;

export type SubstitutionParameters = Readonly<{
  /** A team's substitutions in 90 minutes: expected, and allowed by the rules. */
  expected: number;
  allowed: number;
  /** Share of them made at each of `SUBSTITUTION_MINUTES`; sum to 1. */
  shares: readonly [number, number, number, number, number, number];
}>;

/** A player on the field or on the bench, and how readily he is taken off or brought on. */
export type Squad = Readonly<{
  leaveWeights: readonly number[];
  enterWeights: readonly number[];
}>;

/** Row-major: player × slice. */
export type Presence = Readonly<{
  /** Chance to be on the field in each slice, for those on it now. */
  staying: Float64Array;
  /** Chance to have come on by each slice, for those on the bench. */
  entered: Float64Array;
}>;

type Clock = Pick<FootballState, 'phase' | 'elapsedMinutes'>;

/** Whether the substitutions of a minute are still ahead; those of the break are at half-time. */
function isAhead({ phase, elapsedMinutes }: Clock, minute: number): boolean {
  switch (phase) {
    case 'not-started':
      return true;
    case 'first-half':
      return minute >= 45 || minute > elapsedMinutes;
    case 'half-time':
      return minute >= 45;
    case 'second-half':
      return minute > Math.max(45, elapsedMinutes);
    case 'full-time':
      return false;
  }
}

/** Expected substitutions of a team at each of the minutes, `made` of them made already. */
export function substitutionsAhead(
  { expected, allowed, shares }: SubstitutionParameters,
  clock: Clock,
  made: number,
): readonly number[] {
  const planned = shares.map((share, at) =>
    isAhead(clock, SUBSTITUTION_MINUTES[at] ?? 90) ? share * expected : 0,
  );
  const sum = planned.reduce((all, part) => all + part, 0);
  const left = Math.max(0, allowed - made);
  const scale = sum > left ? left / sum : 1;
  return planned.map((part) => part * scale);
}

/** Even the readiest player stays where he is with chance e^−5. */
const MOST_READY = 5;
const ROUNDS = 30;

/**
 * Players are drawn one after the other by weight, so that each has been drawn with chance
 * 1 − e^(−weight × pace) (exponential clocks); the pace is that at which the expected number of changes is
 * made, or the highest one if there are too few players. Newton's method climbs to it from below.
 */
function paceOf(
  weights: readonly number[],
  present: (player: number) => number,
  changes: number,
): number {
  const most = MOST_READY / Math.max(...weights, Number.MIN_VALUE);
  let pace = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    let [drawn, slope] = [0, 0];
    weights.forEach((weight, player) => {
      const waits = present(player) * Math.exp(-weight * pace);
      drawn += present(player) - waits;
      slope += weight * waits;
    });
    if (slope <= 0 || changes - drawn < 1e-12) break;
    pace += (changes - drawn) / slope;
    if (pace > most) return most;
  }
  return pace;
}

/**
 * Chances to be on the field: at each minute the expected number of changes is shared over those who can
 * still go off and come on, by their weights. Each player's way is taken by itself.
 */
export function presence(squad: Squad, ahead: readonly number[]): Presence {
  const { leaveWeights, enterWeights } = squad;
  const staying = new Float64Array(leaveWeights.length * SLICES);
  const entered = new Float64Array(enterWeights.length * SLICES);
  leaveWeights.forEach((_, player) => (staying[player * SLICES] = 1));
  for (let slice = 1; slice < SLICES; slice += 1) {
    const changes = enterWeights.length === 0 ? 0 : (ahead[slice - 1] ?? 0);
    const on = (player: number): number => staying[player * SLICES + slice - 1] ?? 0;
    const off = (player: number): number => 1 - (entered[player * SLICES + slice - 1] ?? 0);
    const leaving = paceOf(leaveWeights, on, changes);
    const entering = paceOf(enterWeights, off, changes);
    leaveWeights.forEach((weight, player) => {
      staying[player * SLICES + slice] = on(player) * Math.exp(-weight * leaving);
    });
    enterWeights.forEach((weight, player) => {
      entered[player * SLICES + slice] = 1 - off(player) * Math.exp(-weight * entering);
    });
  }
  return { staying, entered };
}
