import { createServer } from 'node:http';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { listen } from './listen.ts';

/** The metrics of one process. Names start with `overround_`, units are base units (seconds, bytes). */
export type Metrics = Readonly<{
  registry: Registry;
  counter<L extends string = never>(name: string, help: string, labels?: readonly L[]): Counter<L>;
  gauge<L extends string = never>(name: string, help: string, labels?: readonly L[]): Gauge<L>;
  histogram<L extends string = never>(
    name: string,
    help: string,
    options?: Readonly<{ labels?: readonly L[]; buckets?: readonly number[] }>,
  ): Histogram<L>;
}>;

/** Latencies from 0.1 ms to 10 s. */
export const LATENCY_BUCKETS_S: readonly number[] = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

export function createMetrics(
  service: string,
  options: Readonly<{ processMetrics?: boolean }> = {},
): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  if (options.processMetrics) collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    counter: (name, help, labels = []) =>
      new Counter({ name, help, labelNames: [...labels], registers }),
    gauge: (name, help, labels = []) =>
      new Gauge({ name, help, labelNames: [...labels], registers }),
    histogram: (name, help, { labels = [], buckets = LATENCY_BUCKETS_S } = {}) =>
      new Histogram({ name, help, labelNames: [...labels], buckets: [...buckets], registers }),
  };
}

export type MetricsServer = Readonly<{ url: string; port: number; stop(): Promise<void> }>;

/** Serves GET /metrics of one or more registries; port 0 takes any free one. */
export async function exposeMetrics(
  metrics: Metrics | readonly Metrics[],
  options: Readonly<{ port: number; host?: string }>,
): Promise<MetricsServer> {
  const all = 'registry' in metrics ? [metrics] : metrics;
  const render = async (): Promise<string> =>
    (await Promise.all(all.map(({ registry }) => registry.metrics()))).join('\n');
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    render().then(
      (text) =>
        response.writeHead(200, { 'content-type': Registry.PROMETHEUS_CONTENT_TYPE }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  const host = options.host ?? '127.0.0.1';
  const { port, stop } = await listen(server, options.port, host);
  return { url: `http://${host}:${String(port)}/metrics`, port, stop };
}
