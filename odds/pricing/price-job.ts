import type { FootballState } from '../models/mod.ts';

/** What a pricing worker needs to know; small and made of plain values, so that it crosses threads cheaply. */
export type PriceJob = Readonly<{
  /** Counts the material changes of the fixture: a result for an older one is dropped. */
  jobId: number;
  expectation: Readonly<{ totalGoals: number; supremacy: number }>;
  state: FootballState;
  maxFirst: number;
  maxSecond: number;
}>;

export type PriceResult = Readonly<{
  jobId: number;
  lambda: number;
  mu: number;
  maxFirst: number;
  maxSecond: number;
  /** Second-half kernel for every half-time score; lets the host price quiet minutes by itself. */
  table: Float64Array<ArrayBuffer>;
  /** Chance of every cell of the scenario space now. */
  vector: Float64Array<ArrayBuffer>;
}>;
