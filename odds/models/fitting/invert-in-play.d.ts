import type { InPlayParameters } from '../football/in-play-parameters.ts';
import { type InPlayModel } from '../football/rates.ts';
import type { FootballState } from '../football/scenario.ts';
import { type FitQuality } from './misfit.ts';
import { type MarketQuote } from './quotes.ts';
export type InPlayInversion = InPlayModel & FitQuality & Readonly<{
    /** False when no base rates above zero come near, as the time slopes alone bring more goals. */
    converged: boolean;
}>;
/**
 * The base rates of the birth process behind fair prices at a state of play, so that a model in play can be
 * anchored to a market. Results and totals are of the whole match, a handicap counts the goals from now on.
 * Met exactly with two numbers, with more as by `invertMarkets`. Some milliseconds.
 * @throws InputError for quotes that cannot be (see `equationsOf`), fewer than two numbers, or a match that
 * is over.
 */
export declare function invertInPlay(quotes: readonly MarketQuote[], state: FootballState, parameters: InPlayParameters): InPlayInversion;
