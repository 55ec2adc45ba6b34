/**
 * House rules as data: they differ between operators and change over time, so every result and every bet
 * carries the version that it was settled by. A version that was ever used is never edited.
 */
export type HouseRules = Readonly<{
  version: number;
  sport: 'football';
  /**
   * Bets stand when the match is played within this time of the kick-off that was announced first. After
   * that they are void, and the fixture is closed for good: the match played later is another fixture.
   */
  postponementWindowMs: number;
  /** When a match is abandoned, markets that are decided stand and the others are void. */
  abandoned: 'void-undecided';
  /** What only scouts have seen is paid after this time without another word from the feed. */
  reviewHoldMs: number;
}>;

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** All versions, oldest first. Extra time and shoot-outs count only for the markets that ask of them. */
export const HOUSE_RULES: readonly [HouseRules, ...HouseRules[]] = [
  {
    version: 1,
    sport: 'football',
    postponementWindowMs: 48 * HOUR_MS,
    abandoned: 'void-undecided',
    reviewHoldMs: 10 * MINUTE_MS,
  },
];

export const CURRENT_RULES: HouseRules = HOUSE_RULES.at(-1) ?? HOUSE_RULES[0];
