import { Worker } from 'node:worker_threads';

import type { SeededSeason } from '#risk/simulator/mod.ts';

import type { SeasonPlan } from './play-season.ts';

/** What a worker says: a match is played, or its season is. */
export type SeasonNews =
  Readonly<{ kind: 'played' }> | Readonly<{ kind: 'done'; seasons: readonly SeededSeason[] }>;

export type SeasonRun = Omit<SeasonPlan, 'seed'> &
  Readonly<{ seeds: readonly number[]; threads: number }>;

export type RunWatcher = Readonly<{
  progress: (played: number, all: number) => void;
  signal?: AbortSignal;
}>;

/**
 * Plays every seed, several at a time in threads of their own. The answer is in the order of the seeds and does
 * not depend on the threads.
 * @throws the reason of the signal when it is aborted; the threads are ended.
 */
export async function runSeasons(run: SeasonRun, watcher: RunWatcher): Promise<SeededSeason[]> {
  const { seeds, threads, ...plan } = run;
  const results = new Map<number, readonly SeededSeason[]>();
  const waiting = [...seeds];
  const all = seeds.length * plan.matches;
  let played = 0;
  const thread = async (): Promise<void> => {
    await using worker = new Worker(new URL('./season-worker.ts', import.meta.url));
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
      const seasons = await playedBy(worker, { ...plan, seed }, watcher.signal, () => {
        played += 1;
        watcher.progress(played, all);
      });
      results.set(seed, seasons);
    }
  };
  const count = Math.max(1, Math.min(threads, seeds.length));
  await Promise.all(Array.from({ length: count }, thread));
  return seeds.flatMap((seed) => results.get(seed) ?? []);
}

function playedBy(
  worker: Worker,
  plan: SeasonPlan,
  signal: AbortSignal | undefined,
  played: () => void,
): Promise<readonly SeededSeason[]> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      worker.off('message', hear).off('error', reject);
      signal?.removeEventListener('abort', stop);
    };
    const stop = (): void => {
      end();
      reject(signal?.reason instanceof Error ? signal.reason : new Error('The season was ended.'));
    };
    const hear = (news: SeasonNews): void => {
      if (news.kind === 'played') played();
      else {
        end();
        resolve(news.seasons);
      }
    };
    if (signal?.aborted === true) {
      stop();
      return;
    }
    worker.on('message', hear).on('error', reject);
    signal?.addEventListener('abort', stop);
    worker.postMessage(plan);
  });
}
