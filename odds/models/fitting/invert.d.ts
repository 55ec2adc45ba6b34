import { type FitQuality } from './misfit.ts';
import { type MarketQuote } from './quotes.ts';
/** Goals per match, and the Dixon-Coles dependence. */
export type GoalRates = Readonly<{
    lambda: number;
    mu: number;
    rho: number;
}>;
export type Inversion = GoalRates & FitQuality & Readonly<{
    /** True when the fitted ρ was out of range and the rates were fitted again with ρ = 0. */
    rhoDropped: boolean;
    /** False when the search ended at no minimum: rates of nothing, or quotes that contradict each other. */
    converged: boolean;
}>;
/** The chance of a home win at rates and ρ. */
export declare const homeWinAt: ({ lambda, mu, rho }: GoalRates) => number;
/**
 * The rates and ρ of the Dixon-Coles model behind fair prices of one match. With as many numbers as
 * unknowns they are met exactly; with more, the squared differences in log-odds, weighted by p(1 − p) and
 * the quotes' own weights, are as small as can be. ρ is fitted when three numbers are quoted unless it is
 * given; a fitted ρ of 0.3 or more, or one that makes a score's chance negative, is dropped and said so.
 * Some tens of microseconds.
 * @throws InputError for quotes that cannot be (see `equationsOf`), or fewer than two numbers.
 */
export declare function invertMarkets(quotes: readonly MarketQuote[], options?: Readonly<{
    rho?: number;
}>): Inversion;
