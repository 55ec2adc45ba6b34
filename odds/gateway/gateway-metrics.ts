import { hopTimes, type Metrics } from '#platform/mod.ts';

import type { Frame } from './frame.ts';

/**
 * What an operator sees of the gateway. Counted per flush and not per send: there are many sends.
 * `fineNow` gives UTC milliseconds with fractions.
 */
export function gatewayMetrics(metrics: Metrics, fineNow: () => number) {
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
  const hop = hopTimes(metrics);
  return {
    clients,
    refused,
    slow,
    merged,
    bad,
    upstream,
    images,
    /** A message of a host has arrived that it published at `publishedAt`. */
    heard(publishedAt: number): void {
      hop('to-gateway', publishedAt, fineNow());
    },
    /** `frames`: how often each was sent in one flush that ended at `nowMs`. */
    flushed(frames: ReadonlyMap<Frame, number>, nowMs: number): void {
      for (const [{ op, publishedAt }, count] of frames) {
        sent.inc({ op }, count);
        if (publishedAt !== null) hop('send', publishedAt, nowMs);
      }
    },
  };
}
export type GatewayMetrics = ReturnType<typeof gatewayMetrics>;
