import type { TallyPart } from '#markets/mod.ts';
import { type Distribution } from '../football/distribution.ts';
import type { SpanLaw } from './span-laws.ts';
type Part = Exclude<TallyPart, 'score'>;
/** The distribution of one part of a span's final score, what is on the board included. */
export declare function partOf({ onBoard, law }: SpanLaw, part: Part): Distribution;
export {};
