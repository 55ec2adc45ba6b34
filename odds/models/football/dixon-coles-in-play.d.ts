import type { BirthFrom } from './birth-grid.ts';
import type { InPlayParameters } from './in-play-parameters.ts';
import { type ScoreGrid } from './score-grid.ts';
/** Rates of the whole match, in goals, and the dependence of low scores. */
export type DixonColesRates = Readonly<{
    lambda: number;
    mu: number;
    rho: number;
}>;
/**
 * Final scores from a state of play. Dixon and Coles weigh final scores of a Poisson match by τ, so what is
 * known during the match conditions that weighed law: Poisson goals for the play that is left, at rates
 * changed by red cards, weighed by τ of the final score.
 *
 * @throws InputError for rates without a law, or NO_SOLUTION where ρ allows no score that can still come.
 */
export declare function dixonColesFinal(rates: DixonColesRates, { score, minute, redCards }: BirthFrom, parameters: InPlayParameters): ScoreGrid;
