import { loadavg } from 'node:os';

import { mean, percentile } from '../report/percentiles.ts';
import { bar, type Bar, type BenchResult } from '../report/report.ts';
import { WINDOWS_MS, type Measured, type ServerRun } from './measure.ts';
import type { FanoutOptions } from './options.ts';
import type { ContenderName } from './peers.ts';

export type Run = ServerRun & Readonly<{ name: ContenderName; clients: number }>;

/** What all rounds of one server, number of clients and size came to. */
export type Row = Readonly<{
  name: string;
  clients: number;
  bytes: number;
  usPerFrame: number;
  usLeast: number;
  usMost: number;
  framesPerS: number;
  updatesPerS: number;
  /** With a whole core. */
  updatesPerCpuS: number;
  p50Ms: number;
  p99Ms: number;
  p999Ms: number;
  bytesPerUpdate: number;
  kBPerClient: number;
  /** To the probes; a gateway sends one to whoever asks for something, also when it has to wait. */
  images: number;
  gaps: number;
  repeats: number;
}>;

const MERGED = 'overround, merged';
const mergedName = (windowMs: number): string => `${MERGED} ${String(windowMs)} ms`;
/** A limit and no peer: nobody can be asked to be better than it. */
const LIMIT = 'bare';
const CROWD_TOLERANCE = 0.01;
const LATE_MS = 5;
const SMALL_BYTES = 1000;

const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Frames to all clients, told by those to the probes. */
export const framesOf = ({ sightings }: Measured, clients: number): number =>
  (sightings.frames / sightings.probes) * clients;

export function rowOf(
  name: string,
  clients: number,
  measured: readonly Measured[],
  { bytesPerClient, seconds }: Readonly<{ bytesPerClient: readonly number[]; seconds: number }>,
): Row {
  const costs = measured.map((each) => each.cpuUs / framesOf(each, clients));
  const sightings = measured.map((each) => each.sightings);
  const sum = (of: (each: Measured['sightings']) => number): number =>
    sightings.reduce((total, each) => total + of(each), 0);
  const latenciesMs = sightings.flatMap((each) => each.latenciesMs);
  const updates = sum((each) => each.updates);
  const frames = sum((each) => each.frames);
  return {
    name,
    clients,
    bytes: sum((each) => each.bytes) / frames,
    usPerFrame: median(costs),
    usLeast: Math.min(...costs),
    usMost: Math.max(...costs),
    framesPerS: mean(measured.map((each) => framesOf(each, clients) / seconds)),
    updatesPerS: mean(sightings.map((each) => (each.updates / each.probes) * (clients / seconds))),
    updatesPerCpuS: (1e6 / median(costs)) * (updates / frames),
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
    p999Ms: percentile(latenciesMs, 0.999),
    bytesPerUpdate: sum((each) => each.bytes) / updates,
    kBPerClient: median(bytesPerClient) / 1000,
    images: sum((each) => each.images),
    gaps: sum((each) => each.gaps),
    repeats: sum((each) => each.repeats),
  };
}

/** The crowd was sent what the probes were, apart from the frames' headers and heartbeats. */
export const isCrowdServed = ({ sightings, crowdBytes }: Measured): boolean =>
  crowdBytes >= (sightings.bytes / sightings.probes) * (1 - CROWD_TOLERANCE);

/** Nobody is still behind, and nobody is ahead of what was published. */
export const isComplete = ({ sightings, publishedUpdates }: Measured): boolean =>
  new Set(sightings.tops).size === 1 && sightings.updates === publishedUpdates * sightings.probes;

export function resultOf(
  runs: readonly Run[],
  options: FanoutOptions,
  loadBefore: number,
): BenchResult {
  const rows = rowsOf(runs, options);
  console.table(rows.map((row) => ({ ...row, ...shortened(row) })));
  const all = runs.flatMap((run) => [...run.bySize, ...run.merged]);
  const lateness = all.flatMap((each) => each.latenessMs);
  return {
    metrics: {
      ...Object.fromEntries(rows.flatMap(metricsOf)),
      ...limitsOf(rows),
      publisherLatenessP99Ms: percentile(lateness, 0.99),
      loadBefore,
      loadAfter: loadavg()[0] ?? 0,
    },
    bars: barsOf(rows),
    checks: {
      noGaps: rows.every(({ gaps }) => gaps === 0),
      noRepeats: rows.every(({ repeats }) => repeats === 0),
      everyUpdateSeen: all.every(isComplete),
      crowdServed: all.every(isCrowdServed),
      publisherOnTime: percentile(lateness, 0.99) < LATE_MS,
    },
  };
}

function rowsOf(
  runs: readonly Run[],
  { clients, bytes, contenders, seconds }: FanoutOptions,
): Row[] {
  const rows: Row[] = [];
  for (const count of clients)
    for (const name of contenders) {
      const own = runs.filter((run) => run.name === name && run.clients === count);
      if (own.length === 0) continue;
      const rest = { bytesPerClient: own.map((run) => run.bytesPerClient), seconds };
      for (const [index] of bytes.entries())
        rows.push(
          rowOf(
            name,
            count,
            own.flatMap((run) => run.bySize[index] ?? []),
            rest,
          ),
        );
      for (const [index, windowMs] of WINDOWS_MS.entries()) {
        const merged = own.flatMap((run) => run.merged[index] ?? []);
        if (merged.length > 0) rows.push(rowOf(mergedName(windowMs), count, merged, rest));
      }
    }
  return rows;
}

const shortened = (row: Row): Record<string, number> =>
  Object.fromEntries(
    Object.entries(row).flatMap(([field, value]) =>
      typeof value === 'number' ? [[field, Number(value.toPrecision(4))]] : [],
    ),
  );

function metricsOf({ name, clients, bytes, ...figures }: Row): [string, number][] {
  const place = `${name} ${String(clients)} × ${String(Math.round(bytes))} B`;
  return Object.entries(figures).map(([field, value]) => [`${place}: ${field}`, value]);
}

/** What a bare loop over sockets takes of each server's processor time a frame: none can be below it in Node. */
function limitsOf(rows: readonly Row[]): Record<string, number> {
  const limit = new Map(
    rows.filter(({ name }) => name === LIMIT).map((row) => [placeOf(row), row.usPerFrame]),
  );
  return Object.fromEntries(
    rows.flatMap((row) => {
      const bareUs = limit.get(placeOf(row));
      if (bareUs === undefined || row.name === LIMIT) return [];
      return [[`a bare loop / ${row.name}, ${placeOf(row)}`, bareUs / row.usPerFrame] as const];
    }),
  );
}

/** Number of clients, and small or large. */
const placeOf = ({ clients, bytes }: Row): string =>
  `${String(clients)} clients, ${bytes < SMALL_BYTES ? 'small' : 'large'}`;

/** Of each number of clients; sizes are compared in the order in which they were asked for. */
export function barsOf(rows: readonly Row[]): Bar[] {
  return [...new Set(rows.map(({ clients }) => clients))].flatMap((clients) => {
    const of = (name: string): Row[] =>
      rows.filter((row) => row.clients === clients && row.name === name);
    const ours = of('overround');
    const ratios = (peer: string, relation: number): Bar[] =>
      of(peer).flatMap((theirs, index) => {
        const own = ours[index];
        if (own === undefined) return [];
        const name = `CPU a frame / ${peer}, ${String(clients)} × ${String(Math.round(theirs.bytes))} B`;
        return [bar(name, own.usPerFrame / theirs.usPerFrame, '<=', relation)];
      });
    const peers = rows.filter(
      ({ name, ...row }) =>
        row.clients === clients && name !== LIMIT && !name.startsWith('overround'),
    );
    const best = Math.max(...peers.map((row) => row.updatesPerCpuS));
    const merged = WINDOWS_MS.flatMap((windowMs) =>
      of(mergedName(windowMs)).map((row) => {
        const name = `updates at equal CPU / best peer, ${String(clients)}, window of ${String(windowMs)} ms`;
        return bar(name, row.updatesPerCpuS / best, '>=', 5);
      }),
    );
    const [memory] = ours;
    return [
      ...ratios('ws', 0.8),
      ...ratios('socket.io', 0.5),
      ...ratios('bun', 1.25),
      ...(peers.length > 0 ? merged : []),
      ...(memory
        ? [bar(`kB an idle client, ${String(clients)}`, memory.kBPerClient, '<=', 12)]
        : []),
    ];
  });
}
