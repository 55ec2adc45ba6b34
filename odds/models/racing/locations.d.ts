import type { TimeLaw } from './time-law.ts';
/**
 * Locations at which independent times of this law give the win chances, which are positive and begin
 * with the favourite's; only differences of locations mean anything.
 * @throws InputError when Newton's steps do not settle.
 */
export declare function locationsOf(law: TimeLaw, target: readonly number[]): readonly number[];
