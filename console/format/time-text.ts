/** "19:30:05" of the reader's clock; `at` UTC ms. */
export const timeText = (at: number): string =>
  new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** "13 Jun, 19:30". */
export const dateTimeText = (at: number): string =>
  new Date(at).toLocaleString([], {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });

const MINUTE_MS = 60_000;

/** "0.4 s", "12 s", "3 min", "2 h 5 min": the rougher the longer. */
export function durationText(ms: number): string {
  const size = Math.max(0, ms);
  if (size < 10_000) return `${(size / 1000).toFixed(1)} s`;
  if (size < MINUTE_MS) return `${String(Math.round(size / 1000))} s`;
  const minutes = Math.floor(size / MINUTE_MS);
  if (minutes < 60) return `${String(minutes)} min`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}
