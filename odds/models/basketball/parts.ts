import type { TallyPart } from '#markets/mod.ts';
import { distribution, type Distribution } from '../football/distribution.ts';
import { forEachScore } from './points-law.ts';
import type { SpanLaw } from './span-laws.ts';

type Part = Exclude<TallyPart, 'score'>;

const VALUES: Readonly<Record<Part, (home: number, away: number) => number>> = {
  margin: (home, away) => home - away,
  total: (home, away) => home + away,
  home: (home) => home,
  away: (_, away) => away,
};

/** The distribution of one part of a span's final score, what is on the board included. */
export function partOf({ onBoard, law }: SpanLaw, part: Part): Distribution {
  const valueOf = VALUES[part];
  const lowest = part === 'margin' ? 1 - law.width : 0;
  const mass = new Float64Array(2 * law.width - 1);
  forEachScore(law, (home, away, chance) => {
    const at = valueOf(home, away) - lowest;
    mass[at] = (mass[at] ?? 0) + chance;
  });
  return distribution(lowest + valueOf(onBoard.home, onBoard.away), mass);
}
