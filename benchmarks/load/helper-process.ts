import { fork } from 'node:child_process';
import { once } from 'node:events';

type Order = Readonly<{ id: number; name: string; argument: unknown }>;
type Answer = Readonly<{ id: number; value?: unknown; failure?: string }>;

/** Functions that a helper process offers: one argument, one answer, both as plain data. */
type Offers = Readonly<Record<string, (argument: never) => unknown>>;
type Argument<F> = F extends (argument: infer A) => unknown ? A : never;
type Result<F> = F extends (argument: never) => infer R ? Awaited<R> : never;

export type Helper<O extends Offers> = Readonly<{
  ask<Name extends keyof O & string>(
    name: Name,
    argument: Argument<O[Name]>,
  ): Promise<Result<O[Name]>>;
  stop(): Promise<void>;
}>;

/** Starts a program that calls `offer`, in a session of its own: see `priority.ts`; `flags` are for its Node. */
export function startHelper<O extends Offers>(
  program: URL,
  flags: readonly string[] = [],
): Helper<O> {
  const execArgv = [...process.execArgv, ...flags];
  const stdio = ['ignore', 'inherit', 'inherit', 'ipc'] as const;
  const child = fork(program, { stdio: [...stdio], execArgv, detached: true });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let asked = 0;
  child.on('message', ({ id, value, failure }: Answer) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (failure === undefined) call?.resolve(value);
    else call?.reject(new Error(failure));
  });
  child.on('exit', (code) => {
    for (const call of waiting.values())
      call.reject(new Error(`${program.pathname} ended with ${String(code)}`));
  });
  return {
    ask: async (name, argument) => {
      const call = Promise.withResolvers<unknown>();
      asked += 1;
      waiting.set(asked, call);
      child.send({ id: asked, name, argument } satisfies Order);
      return (await call.promise) as Result<O[typeof name]>;
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** The side of the helper: does what it is asked until it is ended. */
export function offer(offers: Offers): void {
  const doOrder = async ({ id, name, argument }: Order): Promise<void> => {
    try {
      process.send?.({ id, value: await offers[name]?.(argument as never) } satisfies Answer);
    } catch (error) {
      process.send?.({ id, failure: String(error) } satisfies Answer);
    }
  };
  process.on('message', (order: Order) => void doOrder(order));
  process.on('disconnect', () => process.exit());
}
