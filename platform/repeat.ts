import type { Clock } from './clock.ts';

export type Repeated = Readonly<{
  /** No more turns; resolves when the one under way has ended. */
  stop(): Promise<void>;
}>;

export type Repeatable = Readonly<{
  everyMs: number;
  work: () => Promise<unknown>;
  /** The next turn tries again. */
  onError: (error: unknown) => void;
}>;

/** Does the work every so often, the first time after `everyMs`; a turn that would overlap the last is left out. */
export function repeat(clock: Clock, { everyMs, work, onError }: Repeatable): Repeated {
  let turn: Promise<void> | undefined;
  const stopTicks = clock.every(everyMs, () => {
    turn ??= work()
      .then(() => undefined, onError)
      .finally(() => {
        turn = undefined;
      });
  });
  return {
    async stop() {
      stopTicks();
      await turn;
    },
  };
}
