import type { Clock, Logger } from '#platform/mod.ts';

const RETRY_MS = 500;

export type Attempt<T> = Readonly<{
  /** What is tried, for the log: "the rebuild". */
  what: string;
  /** Asked before each attempt: false when the answer would come too late for anyone. */
  isWanted(): boolean;
  attempt(): Promise<T>;
}>;

/** Tries until it succeeds; undefined when it is wanted no more. For servers that are away and come back. */
export async function insist<T>(
  { clock, log }: Readonly<{ clock: Pick<Clock, 'sleep'>; log: Logger }>,
  { what, isWanted, attempt }: Attempt<T>,
): Promise<T | undefined> {
  while (isWanted()) {
    try {
      return await attempt();
    } catch (error) {
      log.warn({ err: error }, `${what} failed; trying again`);
      await clock.sleep(RETRY_MS);
    }
  }
  return undefined;
}
