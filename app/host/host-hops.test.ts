import { expect, it } from 'vitest';

import { createMetrics } from '#platform/mod.ts';

import { hostHops } from './host-hops.ts';
import { HostRig } from './test-fixture.ts';

it('records each event once, a suspension apart from what is priced', async () => {
  const { rig, book } = HostRig.inPlay();
  rig.holdsTurns = true;
  const metrics = createMetrics('test');
  const observe = hostHops(metrics);
  const before = rig.odds().length;
  rig.now += 10;
  rig.feed(book.at('first-half', 9).make({ kind: 'clock' }, rig.now - 4));
  rig.now += 2;
  rig.take({ type: 'reprice' });
  rig.now += 1;
  rig.feed(book.make({ kind: 'goal', side: 'home', how: 'play' }, rig.now - 3));
  rig.priceAll();
  for (const message of rig.odds().slice(before))
    observe({ ...message, stamps: { ...message.stamps, publishedAt: rig.now + 1 } });
  const text = await metrics.registry.metrics();
  const sums = [...text.matchAll(/_sum\{.*hop="(.*)"\} (\S+)/g)].map(([, hop, sum]) => [hop, sum]);
  expect(sums).toEqual([
    ['to-host', '0.007'],
    ['wait', '0.002'],
    ['price', '0.002'],
    ['suspend', '0.001'],
  ]);
});
