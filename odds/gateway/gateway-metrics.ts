import type { Metrics } from '#platform/mod.ts';

import type { Frame } from './frame.ts';

/** What an operator sees of the gateway. Counted per flush and not per send: there are many sends. */
export function gatewayMetrics(metrics: Metrics) {
  const clients = metrics.gauge('overround_gateway_clients', 'Open connections.');
  const refused = metrics.counter(
    'overround_gateway_refused_total',
    'Connections refused, by why.',
    ['why'],
  );
  const sent = metrics.counter('overround_gateway_sent_total', 'Messages sent to clients.', ['op']);
  const slow = metrics.counter('overround_gateway_slow_closed_total', 'Slow readers closed.');
  const merged = metrics.counter(
    'overround_gateway_merged_total',
    'Times that a client was passed over because it had not read enough yet.',
  );
  const bad = metrics.counter('overround_gateway_errors_total', 'Errors sent to clients.', [
    'code',
  ]);
  const upstream = metrics.counter(
    'overround_gateway_upstream_total',
    'Messages from hosts, by what became of them.',
    ['did'],
  );
  const images = metrics.counter('overround_gateway_image_requests_total', 'Images asked for.', [
    'answer',
  ]);
  const latency = metrics.histogram(
    'overround_gateway_publish_to_sent_seconds',
    'From publication by the host until every client that was ready had it.',
  );
  return {
    clients,
    refused,
    slow,
    merged,
    bad,
    upstream,
    images,
    /** `frames`: how often each was sent in one flush that ended at `nowMs`. */
    flushed(frames: ReadonlyMap<Frame, number>, nowMs: number): void {
      for (const [{ op, publishedAt }, count] of frames) {
        sent.inc({ op }, count);
        if (publishedAt !== null) latency.observe(Math.max(0, nowMs - publishedAt) / 1000);
      }
    },
  };
}
export type GatewayMetrics = ReturnType<typeof gatewayMetrics>;
