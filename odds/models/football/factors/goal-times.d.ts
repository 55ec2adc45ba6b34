/**
 * When a goal falls and whose it is: `home[k]` and `away[k]` are the chances of part k of the match,
 * `none` that it never falls. All sum to 1.
 */
export type GoalTimes = Readonly<{
  home: Float64Array;
  away: Float64Array;
  none: number;
}>;
/**
 * Minute of the next goal: entry m − 1 for minute m of 1..90, stoppage time in minutes 45 and 90. Before
 * the first goal it is the first goal's minute. The rates up to the next goal are those of the present
 * score, so the law is exact; the sides agree with the core's next team to score.
 * @throws InputError for rates or a state out of range.
 */
export declare const nextGoalMinutes: (
  model: Readonly<{
    lambda: number;
    mu: number;
    parameters: Readonly<{
      name: string;
      states: Readonly<
        Record<
          'level' | 'one-nil' | 'nil-one' | 'home-ahead' | 'away-ahead',
          Readonly<{
            home: number;
            away: number;
          }>
        >
      >;
      timeSlope: Readonly<{
        home: number;
        away: number;
      }>;
      injury: Readonly<{
        firstHalf: number;
        secondHalf: number;
      }>;
      redCard: Readonly<{
        own: number;
        opponent: number;
      }>;
      residualMinutes: number;
    }>;
  }>,
  state: Readonly<{
    phase: import('../scenario.ts').FootballPhase;
    elapsedMinutes: number;
    firstHalf: Readonly<{
      home: number;
      away: number;
    }>;
    secondHalf: Readonly<{
      home: number;
      away: number;
    }>;
    redCards: Readonly<{
      home: number;
      away: number;
    }>;
  }>,
) => Readonly<{
  home: Float64Array;
  away: Float64Array;
  none: number;
}>;
/** Parts of the match from 0 to each of `ends`, the last of which is 90. */
export declare function checkEnds(ends: readonly number[]): void;
/** Minutes folded into parts, as [15, 30, 45, 60, 75, 90] for 1–15, 16–30, …: one entry for each part. */
export declare function goalTimesByPart(
  { home, away, none }: GoalTimes,
  ends: readonly number[],
): GoalTimes;
