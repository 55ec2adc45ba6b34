import { expect, it } from 'vitest';

import { countAnswer, NO_ANSWERS } from './answers.ts';

it('counts boards and what gateways say about going on', () => {
  const texts = [
    '{"op":"hello","protocol":1}',
    '{"op":"status","id":3,"ok":true}',
    '{"op":"status","id":1,"ok":true,"fixtures":4,"resumed":3}',
    '{"op":"status","id":2,"ok":true,"fixtures":2,"resumed":2}',
    '{"op":"image","fixtureId":"a"}',
    '{"op":"delta","fixtureId":"b"}',
    '{"op":"delta","fixtureId":"c"}',
    '{"op":"heartbeat","tops":{}}',
  ];
  expect(texts.reduce(countAnswer, NO_ANSWERS)).toEqual({
    fixtures: 6,
    resumed: 5,
    images: 1,
    deltas: 2,
  });
});
