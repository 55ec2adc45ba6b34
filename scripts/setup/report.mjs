/** Progress for people: one line that counts seconds on a terminal, a line now and then elsewhere. */

const QUIET_MS = 10_000;

/** A failure whose message is all that the user needs to see. */
export class SetupError extends Error {}

/**
 * Runs `work` and shows that it goes on.
 * @template T
 * @param {string} label
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(label, work) {
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(0);
  const terminal = process.stderr.isTTY;
  say(`${label} …`);
  const timer = setInterval(() => say(`${label} … ${seconds()} s`), terminal ? 1_000 : QUIET_MS);
  try {
    const result = await work();
    say(`${label}: done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    return result;
  } finally {
    clearInterval(timer);
  }
}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}
