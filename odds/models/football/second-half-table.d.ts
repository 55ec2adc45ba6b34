import type { FootballIndex } from '#markets/mod.ts';
import type { Pair } from './in-play-parameters.ts';
import { type InPlayModel } from './rates.ts';
type TableShape = Pick<FootballIndex, 'maxFirst' | 'maxSecond'>;
/** Numbers per half-time score: home-tagged grid, away-tagged grid, and the chance of no goal. */
export declare const secondHalfStride: ({ maxSecond }: TableShape) => number;
export declare const secondHalfTableLength: (shape: TableShape) => number;
/**
 * Second-half goals from every half-time score class, for given base rates and red cards. It costs a
 * few milliseconds, so it is built in a worker and handed over as one transferable array.
 */
export declare function secondHalfTable(model: InPlayModel, redCards: Pair, shape: TableShape): Float64Array<ArrayBuffer>;
export {};
