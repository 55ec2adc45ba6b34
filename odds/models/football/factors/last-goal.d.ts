import type { Side } from '#contracts/mod.ts';
import { type InPlayModel } from '../rates.ts';
import type { FootballState } from '../scenario.ts';
import { type GoalTimes } from './goal-times.ts';
/**
 * When the last of the further goals falls and who scores it, by parts of the match as in
 * `goalTimesByPart`; `none` is no further goal. The birth process with the last scorer in its state.
 * @throws InputError for rates, a state or parts out of range.
 */
export declare function lastGoalTimes(
  model: InPlayModel,
  state: FootballState,
  ends?: readonly number[],
): GoalTimes;
/** The last goal by the slices between substitutions: players and the side that scores it ask the same. */
export declare const lastGoalBySlice: (
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
/** Who scores the last goal of the 90 minutes; `soFar` has scored last up to now. */
export declare function lastGoalChances(
  model: InPlayModel,
  state: FootballState,
  soFar: Side | null,
): Readonly<{
  home: number;
  away: number;
  none: number;
}>;
