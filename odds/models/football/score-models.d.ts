import { type ScoreGrid } from './score-grid.ts';
/** Rates are goals per match; `lambda` is the home team's, `mu` the away team's. */
export type ScoreModel = Readonly<{
    model: 'poisson';
    lambda: number;
    mu: number;
}> | Readonly<{
    model: 'dixon-coles';
    lambda: number;
    mu: number;
    rho: number;
}> | Readonly<{
    model: 'bivariate-poisson';
    l1: number;
    l2: number;
    l3: number;
}> | Readonly<{
    model: 'negative-binomial';
    lambda: number;
    mu: number;
    rHome: number;
    rAway: number;
}> | Readonly<{
    model: 'zero-inflated';
    lambda: number;
    mu: number;
    zeroHome: number;
    zeroAway: number;
}> | Readonly<{
    model: 'weibull-copula';
    lambda: number;
    mu: number;
    shapeHome: number;
    shapeAway: number;
    kappa: number;
}> | Readonly<{
    model: 'diagonal-inflated';
    l1: number;
    l2: number;
    l3: number;
    inflation: number;
    diagonal: readonly number[];
}>;
export declare const SCORE_MODELS: readonly ["poisson", "dixon-coles", "bivariate-poisson", "negative-binomial", "zero-inflated", "weibull-copula", "diagonal-inflated"];
export declare const DEFAULT_MAX_GOALS = 20;
/**
 * The scoreline grid of a model with goals 0..maxGoals a side.
 * @throws InputError NUMBER_INVALID for rates below 0 and for a ρ that makes some chance negative.
 */
export declare function scoreGrid(spec: ScoreModel, maxGoals?: number, normalise?: boolean): ScoreGrid;
