import { expect, it } from 'vitest';

import { hopTimes } from './hop-times.ts';
import { createMetrics } from './metrics.ts';

it('is one metric for all services of a process, in seconds, and never negative', async () => {
  const metrics = createMetrics('test');
  const [feeds, host] = [hopTimes(metrics), hopTimes(metrics)];
  feeds('feed', 1_000, 1_002.5);
  host('feed', 1_000, 1_000.5);
  host('to-host', 1_000, 999);
  const text = await metrics.registry.metrics();
  expect(text).toContain('overround_hop_seconds_count{service="test",hop="feed"} 2');
  expect(text).toContain('overround_hop_seconds_sum{service="test",hop="feed"} 0.003\n');
  expect(text).toContain('overround_hop_seconds_sum{service="test",hop="to-host"} 0\n');
});
