import type { MessagePort } from 'node:worker_threads';

import { InputError, type InputCode } from '#contracts/mod.ts';

import {
  fitRatings,
  walkForward,
  type MatchForecast,
  type PlayedMatch,
  type Ratings,
  type RatingsSpec,
  type WalkForward,
} from '../ratings/mod.ts';

export type FitJob = Readonly<{
  spec: RatingsSpec;
  matches: readonly PlayedMatch[];
  asOfDay: number;
  previous?: Ratings;
}>;
export type WalkJob = Readonly<{ plan: WalkForward; port: MessagePort }>;

/** An InputError in a form that keeps its fields on the way between threads. */
export type Refusal = Readonly<{ code: InputCode; field: string; value: unknown; message: string }>;
export type Answer<T> = Readonly<{ value: T }> | Readonly<{ refusal: Refusal }>;

/** An entry of a ratings thread: one fit. */
export const fit = ({ spec, matches, asOfDay, previous }: FitJob): Answer<Ratings> =>
  answering(() => fitRatings(spec, matches, asOfDay, previous));

/** An entry of a ratings thread: a walk-forward, which tells its progress on the port. */
export const walk = ({ plan, port }: WalkJob): Answer<readonly MatchForecast[]> =>
  answering(() => walkForward(plan, (progress) => port.postMessage(progress)));

function answering<T>(work: () => T): Answer<T> {
  try {
    return { value: work() };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { code, field, value, message } = error;
    return { refusal: { code, field, value, message } };
  }
}
