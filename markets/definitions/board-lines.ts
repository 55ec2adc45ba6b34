import type { LineQuarters } from '../arithmetic/mod.ts';
import type { Expectation, MatchRecord } from '../record/match-record.ts';
import { scoreOf } from '../record/views.ts';

/** Used before the feed has said what it expects: an average match. */
const AVERAGE_MATCH: Expectation = { totalGoals: 2.7, supremacy: 0.3 };
const HALF_MS = 45 * 60_000;

/** The share of the 90 minutes that is left on the nominal clock; stoppage time counts as none. */
function shareLeft({ phase, clock }: MatchRecord): number {
  const ofHalf = clock.phase === phase ? Math.max(0, 1 - clock.elapsedMs / HALF_MS) : 1;
  switch (phase) {
    case 'not-started':
      return 1;
    case 'first-half':
      return (1 + ofHalf) / 2;
    case 'half-time':
      return 0.5;
    case 'second-half':
      return ofHalf / 2;
    default:
      return 0;
  }
}

const TOTAL_OFFSETS = [-4, -2, -1, 0, 1, 2, 4];
const HANDICAP_OFFSETS = [-2, -1, 0, 1, 2];

/**
 * Seven total lines around the half-goal line nearest to the expected total, the two quarter lines beside
 * it included. Lines at or under the goals already scored are left out: nobody could lose the over.
 */
export function totalLines(record: MatchRecord): readonly LineQuarters[] {
  const { fullTime } = scoreOf(record);
  const scored = fullTime.home + fullTime.away;
  const { totalGoals } = record.expectation ?? AVERAGE_MATCH;
  const main = 4 * Math.floor(scored + totalGoals * shareLeft(record)) + 2;
  return TOTAL_OFFSETS.map((offset) => main + offset).filter(
    (line) => line > 4 * scored && line >= 2,
  );
}

/** Five handicap lines in quarters around the half-goal step nearest to what is left of the supremacy. */
export function handicapLines(record: MatchRecord): readonly LineQuarters[] {
  const { supremacy } = record.expectation ?? AVERAGE_MATCH;
  const main = -2 * Math.round(2 * supremacy * shareLeft(record));
  return HANDICAP_OFFSETS.map((offset) => main + offset);
}
