import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';

import { Piscina } from 'piscina';

import { InputError } from '#contracts/mod.ts';

import type { MatchForecast, Progress, Ratings, WalkForward } from '../ratings/mod.ts';
import type { Answer, FitJob, Refusal, WalkJob } from './fit-ratings.ts';

export type { FitJob } from './fit-ratings.ts';

export type RatingsPool = Readonly<{
  fit(job: FitJob, signal?: AbortSignal): Promise<Ratings>;
  walkForward(plan: WalkForward, control?: WalkControl): Promise<readonly MatchForecast[]>;
  close(): Promise<void>;
}>;

export type WalkControl = Readonly<{
  signal?: AbortSignal;
  /** Hears of every fit in order, and has heard all when the promise settles. */
  onProgress?: (progress: Progress) => void;
}>;

/**
 * Threads that fit ratings; what they give is that of the same call inline, bit for bit. An aborted job rejects
 * with an AbortError at once: its thread ends and is replaced. Bad input rejects with the InputError of the fit.
 */
export function createRatingsPool(threads = 1): RatingsPool {
  const pool = new Piscina<FitJob | WalkJob, Answer<unknown>>({
    filename: new URL('./fit-ratings.ts', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
    // Progress must leave a busy thread; with atomics it would wait for the next task.
    atomics: 'disabled',
  });
  return {
    fit: async (job, signal) =>
      valueOf((await pool.run(job, { name: 'fit', ...signalled(signal) })) as Answer<Ratings>),
    walkForward: async (plan, { signal, onProgress = () => undefined } = {}) => {
      const { port1: ours, port2: theirs } = new MessageChannel();
      ours.on('message', onProgress);
      try {
        const job = { plan, port: theirs };
        const options = { name: 'walk', transferList: [theirs], ...signalled(signal) };
        const answer = (await pool.run(job, options)) as Answer<readonly MatchForecast[]>;
        drain(() => receiveMessageOnPort(ours), onProgress);
        return valueOf(answer);
      } finally {
        ours.close();
      }
    },
    close: () => pool.close(),
  };
}

const signalled = (signal: AbortSignal | undefined): { signal?: AbortSignal } =>
  signal === undefined ? {} : { signal };

type Message = Readonly<{ message: Progress }>;

/** An answer may overtake the last messages of the port: they are delivered before it. */
function drain(receive: () => Message | undefined, onProgress: (progress: Progress) => void): void {
  for (let next = receive(); next !== undefined; next = receive()) onProgress(next.message);
}

function valueOf<T>(answer: Answer<T>): T {
  if ('value' in answer) return answer.value;
  throw inputError(answer.refusal);
}

const inputError = ({ code, field, value, message }: Refusal): InputError =>
  Object.assign(new InputError(code, field, value, ''), { message });
