import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Asks a child process one thing at a time; it answers each in turn. */
export type Child<Question, Answer> = Readonly<{
  ask(question: Question): Promise<Answer>;
  stop(): Promise<void>;
}>;

/** Starts `<name>.ts` of this folder as a process of its own, in a session of its own: see `../load/priority.ts`. */
export function startChild<Question extends object, Answer>(name: string): Child<Question, Answer> {
  const path = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const child = fork(path, { serialization: 'advanced', detached: true });
  const gone = new Promise<never>((_, reject) => {
    child.once('exit', (code) => {
      reject(new Error(`${name} ended with ${String(code)}`));
    });
  });
  gone.catch(() => undefined);
  // Of a question that could not be sent: `gone` tells why.
  child.on('error', () => undefined);
  return {
    ask: (question) => {
      const answered = new Promise<Answer>((resolve) => {
        child.once('message', (answer) => {
          resolve(answer as Answer);
        });
      });
      child.send(question);
      return Promise.race([answered, gone]);
    },
    stop: () => ended(child),
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.disconnect();
  await exit;
}

/** The other side: answers every question of the parent, and ends when the parent lets go. */
export function answerParent(
  answer: (question: never) => unknown,
  onEnd: () => void | Promise<void> = () => undefined,
): void {
  process.on('message', (question) => {
    void Promise.resolve(answer(question as never)).then((reply) => {
      process.send?.(reply);
    });
  });
  process.once('disconnect', () => {
    void Promise.resolve(onEnd()).finally(() => {
      process.exit();
    });
  });
}
