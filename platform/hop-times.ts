import type { Histogram } from 'prom-client';

import type { Metrics } from './metrics.ts';

/** The way of an event to the readers of its odds; docs/operating.md says from what to what each hop goes. */
export type Hop = 'feed' | 'to-host' | 'wait' | 'price' | 'suspend' | 'to-gateway' | 'send';

const NAME = 'overround_hop_seconds';

/** Records how long a hop took, between two stamps in UTC milliseconds. Services of one process share the metric. */
export function hopTimes(metrics: Metrics): (hop: Hop, fromMs: number, toMs: number) => void {
  const made = metrics.registry.getSingleMetric(NAME) as Histogram<'hop'> | undefined;
  const histogram =
    made ??
    metrics.histogram(NAME, 'Hops from the event of a provider to its odds at the readers.', {
      labels: ['hop'],
    });
  return (hop, fromMs, toMs) => {
    // The clocks of two machines may differ by more than the hop takes.
    histogram.observe({ hop }, Math.max(0, toMs - fromMs) / 1000);
  };
}
