import type { Sloped } from './misfit.ts';
import type { Equation } from './quotes.ts';
/**
 * Reads bets on the Dixon-Coles model and their exact slopes in ln λ, ln μ and ρ, without its grid. The goal
 * difference is Skellam's and the total Poisson's; the slope of a Poisson mean in its rate is what one goal
 * more would change; and ρ moves the mass λμ·e^−(λ+μ)·ρ between four scores.
 */
export declare function dixonColesReader(lambda: number, mu: number, rho: number): (equation: Pick<Equation, 'of' | 'read'>) => Sloped;
