/**
 * Parameter sets of the in-play birth process of Dixon & Robinson (The Statistician 47, 1998).
 * Multipliers change the base scoring rate by score; slopes are goals per match added per match of
 * elapsed time; injury multipliers apply to the whole rate in minutes (44,45] and (89,90].
 */
export type Pair = Readonly<{
    home: number;
    away: number;
}>;
/** The score classes that change the rates: level, 1-0, 0-1, any other home lead, any other away lead. */
export declare const SCORE_STATES: readonly ["level", "one-nil", "nil-one", "home-ahead", "away-ahead"];
export type ScoreState = (typeof SCORE_STATES)[number];
export type InPlayParameters = Readonly<{
    name: string;
    states: Readonly<Record<ScoreState, Pair>>;
    timeSlope: Pair;
    injury: Readonly<{
        firstHalf: number;
        secondHalf: number;
    }>;
    /** Factor per red card on the penalised side's own rate and on the opponent's. */
    redCard: Readonly<{
        own: number;
        opponent: number;
    }>;
    /** While a half is still being played, at least this many model minutes are left in it. */
    residualMinutes: number;
}>;
/** Dixon & Robinson 1998, model VI (Table 3), without injury minutes. */
export declare const DIXON_ROBINSON_1998: InPlayParameters;
/** Zou et al. 2020 (Applied Sciences 10, 2904, Table 1), fitted on eight Premier League seasons. */
export declare const ZOU_2020: InPlayParameters;
export declare const withInjury: (parameters: InPlayParameters, injury: Readonly<{
    firstHalf: number;
    secondHalf: number;
}>) => InPlayParameters;
/** The class of a score which selects the multipliers. */
export declare function scoreState(home: number, away: number): ScoreState;
