/**
 * Stern 1994: the home margin still to be played at elapsed share u is normal with mean (1 − u)·mu
 * and variance (1 − u)·sigma². Points; mu and sigma are those of a whole game.
 */
export type MarginModel = Readonly<{
    mu: number;
    sigma: number;
}>;
/** `lead` is home minus away points; `elapsed` is 0..1. */
export type GameClock = Readonly<{
    lead: number;
    elapsed: number;
}>;
/**
 * Home win, overtime counting as even.
 * @throws InputError NUMBER_INVALID, as all of these do, when an input is not finite or out of range.
 */
export declare function homeWinChance(model: MarginModel, clock?: GameClock): number;
/** P(home margin + line > 0) when a push is impossible or ignored. */
export declare function coverChance(model: MarginModel, line: number, clock?: GameClock): number;
export type SpreadChances = Readonly<{
    win: number;
    push: number;
    lose: number;
}>;
/** A whole line pushes on a margin within half a point of it; other lines cannot. */
export declare function spreadChances(model: MarginModel, line: number, clock?: GameClock): SpreadChances;
/** Win chance of a side favoured by `spread` points. */
export declare function favouriteChance(spread: number, sigma: number): number;
/**
 * The margin law which a home spread and a home win chance imply (Polson & Stern 2015).
 * @throws InputError NO_SOLUTION when the favourite by spread is not the one by chance, or there is none.
 */
export declare function marginModelFrom(spread: number, homeWin: number): MarginModel;
export type TotalModel = Readonly<{
    mean: number;
    sd: number;
}>;
/** P(final points > line) with `points` on the board at `elapsed`. */
export declare function totalOverChance({ mean, sd }: TotalModel, line: number, { points, elapsed }?: Readonly<{
    points: number;
    elapsed: number;
}>): number;
