import type { CountLaws } from './count-laws.ts';
import { type NextCount } from './side-counts.ts';
/**
 * Who has the next event of the 90 minutes of any of several kinds that happen independently. It falls
 * into the first half unless nothing more happens there.
 */
export declare function nextOfLaws(laws: readonly CountLaws[]): NextCount;
