/** The browser's time, in one place: pages are not replayed, but tests of them stop the clock here. */
export const clock = {
  /** UTC milliseconds. */
  now: (): number => Date.now(),
  /** Milliseconds since the page was opened; never goes backwards. */
  monotonic: (): number => performance.now(),
};
