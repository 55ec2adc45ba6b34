import { mean, percentile } from '../report/percentiles.ts';

/** How late one event came, and when, in milliseconds since the start. */
export type Arrival = Readonly<{ producer: string; atMs: number; lagMs: number }>;

export type LagTrend = Readonly<{
  events: number;
  medianMs: number;
  p99Ms: number;
  /** Of the medians of the seconds, by least squares: what a second adds to the lag. */
  slopeMsPerS: number;
}>;

const SECOND_MS = 1_000;

/** The lag of events and how it moves over time; NaN without events of two seconds. */
export function lagTrend(arrivals: readonly Arrival[]): LagTrend {
  const bySecond = Map.groupBy(arrivals, ({ atMs }) => Math.floor(atMs / SECOND_MS));
  const medians = [...bySecond].map(([second, all]): readonly [number, number] => [
    second,
    percentile(
      all.map(({ lagMs }) => lagMs),
      0.5,
    ),
  ]);
  const lags = arrivals.map(({ lagMs }) => lagMs);
  return {
    events: arrivals.length,
    medianMs: percentile(lags, 0.5),
    p99Ms: percentile(lags, 0.99),
    slopeMsPerS: slope(medians),
  };
}

function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const [middleX, middleY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const sum = (of: (dx: number, dy: number) => number): number =>
    points.reduce((total, [x, y]) => total + of(x - middleX, y - middleY), 0);
  return sum((dx, dy) => dx * dy) / sum((dx) => dx * dx);
}
