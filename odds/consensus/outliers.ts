import type { ConsensusRule } from './book-prices.ts';
import { distanceOf, poolOf, type Voice } from './pool.ts';

type Shape = Readonly<{ rule: ConsensusRule; outcomeCount: number }>;

/** Distance of a book from the pool of the others; null when they give none. */
export function distanceFromOthers(
  voices: readonly Voice[],
  of: Voice,
  { rule, outcomeCount }: Shape,
): number | null {
  const others = voices.filter((voice) => voice !== of);
  const pool = poolOf(others, rule.fairSum, outcomeCount);
  return pool === undefined ? null : distanceOf(of.chances, pool);
}

export const weightOfAll = (voices: readonly Voice[]): number =>
  voices.reduce((sum, { weight }) => sum + weight, 0);

/** The book farthest from the others beyond the limit, of those that hold no more than half of the weight. */
function farthest<Kind extends Voice>(voices: readonly Kind[], shape: Shape): Kind | undefined {
  const half = weightOfAll(voices) / 2;
  let [found, most]: [Kind | undefined, number] = [undefined, shape.rule.outlierDistance];
  for (const voice of voices) {
    const distance = distanceFromOthers(voices, voice, shape) ?? 0;
    if (distance > most && voice.weight <= half) [found, most] = [voice, distance];
  }
  return found;
}

/**
 * The books without those that are far from the pool of the others, the farthest taken out first and the
 * rest measured again. Of two that differ nobody knows which is wrong, so both stay.
 */
export function withoutOutliers<Kind extends Voice>(
  voices: readonly Kind[],
  shape: Shape,
): readonly Kind[] {
  let kept = voices;
  while (kept.length > 2) {
    const outlier = farthest(kept, shape);
    if (outlier === undefined) break;
    kept = kept.filter((voice) => voice !== outlier);
  }
  return kept;
}
