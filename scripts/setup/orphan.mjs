const LOOK_EVERY_MS = 500;

/**
 * Calls back once when the parent process has ended: the system then gives this process another parent.
 * @param {() => void} callback
 */
export function onOrphaned(callback) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, LOOK_EVERY_MS);
  timer.unref();
}
