/**
 * Two Poisson processes whose rates change with what happens on the ice. `home` and `away` are goals per 60
 * minutes while nothing special is known; everything else multiplies them.
 */
export type IceHockeyModel = Readonly<{
    home: number;
    away: number;
    /** While a power play is known to run: the rates of the side with more skaters and of the other. */
    powerPlay: Readonly<{
        attack: number;
        shortHanded: number;
    }>;
    /**
     * The end of the third period: a side that is n goals behind plays without a goalkeeper in the last
     * `secondsByDeficit[n − 1]` seconds, whatever penalties run. Both rates change, its own and the other's.
     */
    pulledGoalie: Readonly<{
        secondsByDeficit: readonly number[];
        attack: number;
        emptyNet: number;
    }>;
    /** Sudden death of so many minutes before a shoot-out; `minutes` null: until somebody scores. */
    overtime: Readonly<{
        minutes: number | null;
        multiplier: number;
    }>;
    /** The chance that home wins a shoot-out. */
    shootOutHome: number;
}>;
export declare const PERIODS = 3;
export declare const PERIOD_SECONDS: number;
/**
 * A game of the NHL between equal sides. 2.79 goals per side in 60 minutes; in two minutes of a power play
 * a goal with chance .20, of the short-handed side .02 (advancedfootballanalytics.com 2009), as multiples of
 * the rate. Without a goalkeeper a side scores about three times as often and concedes about six times as
 * often (NHL 2018–2024: .14 and .33 goals a game in about 65 seconds). Of the overtimes of 2015-16, the
 * first with three skaters a side, 109 of 171 had a goal in their five minutes: 2.2 times the rate.
 */
export declare const NHL_GAME: IceHockeyModel;
/** @throws InputError NUMBER_INVALID outside the ranges in which the rates make sense. */
export declare function checkModel(model: IceHockeyModel): void;
