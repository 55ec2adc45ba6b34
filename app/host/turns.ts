/**
 * Work that may wait, one piece a turn of the event loop: whatever arrived meanwhile is taken first, so that the
 * pricing of one fixture never delays the suspension of another by more than itself.
 */
export type Turns = Readonly<{
  /** Does the task in a turn of its own, after those that wait already. */
  add(task: () => void): void;
  /** The same, as long as nothing else waits. */
  addIdle(task: () => void): void;
}>;

/** `schedule` runs a task after what is being received now: setImmediate in a process. */
export function createTurns(schedule: (task: () => void) => void): Turns {
  const waiting: (() => void)[] = [];
  const idle: (() => void)[] = [];
  const left = (): number => waiting.length + idle.length;
  const next = (): void => {
    const task = waiting.shift() ?? idle.shift();
    // Before the task, so that one that throws does not leave the others behind.
    if (left() > 0) schedule(next);
    task?.();
  };
  const into = (queue: (() => void)[]) => (task: () => void) => {
    queue.push(task);
    if (left() === 1) schedule(next);
  };
  return { add: into(waiting), addIdle: into(idle) };
}
