import { type PointsLaw } from './points-law.ts';
/**
 * The points of several stretches of play together, which are independent: their convolution, as a
 * product of Fourier transforms. Equal laws (the same object) are transformed once.
 */
export declare function sumOfLaws(laws: readonly PointsLaw[]): PointsLaw;
