import { SIDES, type Score, type Side } from '#contracts/mod.ts';

import {
  ADDED,
  goalMillionths,
  HALF_MINUTES,
  isStop,
  MAX_REDS,
  MAX_STOPS,
  MILLION,
  minuteChances,
  STOPPING_GOALS,
  type Happening,
} from './law.ts';
import type { VirtualPairing } from './teams.ts';

/** Goals of a side are counted up to here; the last class holds everything above. */
const MAX_GOALS = 9;
const G = MAX_GOALS + 1;
const R = MAX_REDS + 1;
const S = MAX_STOPS + 1;
const NEGLIGIBLE = 1e-14;
const SIZE = G * G * R * R * S;

const cellOf = (goals: Score, reds: Score, stops: number): number =>
  (((goals.home * G + goals.away) * R + reds.home) * R + reds.away) * S + stops;

/** The exact chances of a virtual match, from its law and not from playing it. */
export type VirtualChances = Readonly<{
  /** Chance of each score after 90 minutes; `[home][away]`, the last class is 9 or more. */
  scores: readonly (readonly number[])[];
  home: number;
  draw: number;
  away: number;
  /** Mean goals, for the expectation that the feed sends. */
  goals: Score;
  over25: number;
  bothScore: number;
}>;

/** Follows the chance of every state minute by minute; about a hundred steps over four thousand states. */
export function virtualChances(pairing: VirtualPairing): VirtualChances {
  const key = `${pairing.home.id}|${pairing.away.id}`;
  const chances = KNOWN.get(key) ?? chancesOf(pairing);
  KNOWN.set(key, chances);
  return chances;
}

/** There are 56 pairings, and they come again and again. */
const KNOWN = new Map<string, VirtualChances>();

function chancesOf(pairing: VirtualPairing): VirtualChances {
  let cells: Cells = new Float64Array(SIZE);
  cells[0] = 1;
  cells = halfLater(pairing, cells, 'first');
  cells = halfLater(pairing, cells, 'second');
  const scores = Array.from({ length: G }, (_, home) =>
    Array.from({ length: G }, (__, away) => {
      const from = cellOf({ home, away }, { home: 0, away: 0 }, 0);
      return cells.subarray(from, from + R * R * S).reduce((sum, p) => sum + p, 0);
    }),
  );
  const sumOf = (weight: (home: number, away: number) => number): number =>
    scores.reduce(
      (sum, row, home) => row.reduce((inner, p, away) => inner + p * weight(home, away), sum),
      0,
    );
  const when = (is: (home: number, away: number) => boolean): number =>
    sumOf((home, away) => (is(home, away) ? 1 : 0));
  return {
    scores,
    home: when((home, away) => home > away),
    draw: when((home, away) => home === away),
    away: when((home, away) => home < away),
    goals: { home: sumOf((home) => home), away: sumOf((_, away) => away) },
    over25: when((home, away) => home + away > 2.5),
    bothScore: when((home, away) => home > 0 && away > 0),
  };
}

type Cells = Float64Array<ArrayBuffer>;

function halfLater(pairing: VirtualPairing, start: Cells, half: 'first' | 'second'): Cells {
  const before = half === 'first' ? 0 : HALF_MINUTES;
  const { least, lengths } = ADDED[half];
  let cells = start;
  for (let minute = 0; minute < HALF_MINUTES; minute += 1)
    cells = minuteLater(pairing, cells, before + minute);
  // Minutes of stoppage time are alike, so whoever has more of them to play begins earlier.
  let played: Cells = new Float64Array(SIZE);
  for (let left = least + lengths - 1 + MAX_STOPS; left >= 1; left -= 1) {
    for (let at = 0; at < SIZE; at += 1) {
      const length = left - least - (at % S);
      if (length < 0 || length >= lengths) continue;
      const target = at - (at % S);
      played[target] = (played[target] ?? 0) + (cells[at] ?? 0) / lengths;
    }
    played = minuteLater(pairing, played, before + HALF_MINUTES);
    forgetStops(played);
  }
  return played;
}

/** Stops of stoppage time lengthen nothing. */
function forgetStops(cells: Cells): void {
  for (let at = 0; at < SIZE; at += 1) {
    if (at % S === 0) continue;
    const target = at - (at % S);
    cells[target] = (cells[target] ?? 0) + (cells[at] ?? 0);
    cells[at] = 0;
  }
}

const NIL = { home: 0, away: 0 };

/** What has the same chance at every score: a long stop, and a sending-off of each side. */
function steadyChances(pairing: VirtualPairing): Readonly<{ stop: number; sendingOff: number }> {
  const chances = minuteChances(pairing, 0, { goals: NIL, reds: NIL });
  const sumOf = (is: (happening: Happening) => boolean): number =>
    chances.reduce(
      (sum, { happening, millionths }) => sum + (is(happening) ? millionths / MILLION : 0),
      0,
    );
  return {
    stop: sumOf((happening) => happening !== 'goal' && isStop(happening)),
    sendingOff: sumOf((happening) => happening === 'sending-off') / 2,
  };
}

function minuteLater(pairing: VirtualPairing, cells: Cells, minute: number): Cells {
  const next: Cells = new Float64Array(SIZE);
  const { stop, sendingOff } = steadyChances(pairing);
  const put = (cell: number, chance: number): void => {
    next[cell] = (next[cell] ?? 0) + chance;
  };
  for (let at = 0; at < SIZE; at += S) {
    // States that nobody will ever see would cost most of the time.
    if (cells.subarray(at, at + S).every((p) => p < NEGLIGIBLE)) continue;
    const { goals, reds } = stateOf(at);
    const targets = SIDES.map((side) => ({
      goal: goalMillionths(pairing, side, minute, { goals, reds }) / MILLION,
      scored: cellOf(raised(goals, side, MAX_GOALS), reds, 0),
      dismissed: cellOf(goals, raised(reds, side, MAX_REDS), 0),
    }));
    for (let stops = 0; stops < S; stops += 1) {
      const p = cells[at + stops] ?? 0;
      if (p === 0) continue;
      const later = Math.min(MAX_STOPS, stops + 1);
      let left = p - p * stop;
      put(at + later, p * stop);
      for (const { goal, scored, dismissed } of targets) {
        left -= p * (goal + sendingOff);
        put(scored + stops, (p * goal * (100 - STOPPING_GOALS)) / 100);
        put(scored + later, (p * goal * STOPPING_GOALS) / 100);
        put(dismissed + stops, p * sendingOff);
      }
      put(at + stops, left);
    }
  }
  return next;
}

type Counts = Record<Side, number>;

const raised = (counts: Score, side: Side, most: number): Counts => ({
  ...counts,
  [side]: Math.min(most, counts[side] + 1),
});

function stateOf(cell: number): Readonly<{ goals: Counts; reds: Counts }> {
  const reds = Math.floor(cell / S);
  const goals = Math.floor(reds / (R * R));
  return {
    goals: { home: Math.floor(goals / G), away: goals % G },
    reds: { home: Math.floor(reds / R) % R, away: reds % R },
  };
}
