import { beforeEach, describe, expect, it } from 'vitest';

import { fixtureId, type FixtureId, type OddsMessage } from '#contracts/mod.ts';
import { ManualClock } from '#platform/mod.ts';

import { ImageRequests, type ImageReply } from './image-requests.ts';
import { FIXTURE, OTHER_FIXTURE, sampleOdds } from './test-samples.ts';

type Asked = Readonly<{
  fixture: FixtureId;
  answer: (reply: ImageReply) => void;
  fail: () => void;
}>;

let clock: ManualClock;
let asked: Asked[];
let images: OddsMessage[];
let requests: ImageRequests;
beforeEach(() => {
  clock = new ManualClock();
  asked = [];
  images = [];
  requests = new ImageRequests({
    clock,
    request: (fixture) =>
      new Promise((answer, reject) => {
        const fail = (): void => {
          reject(new Error('nobody serves it'));
        };
        asked.push({ fixture, answer, fail });
      }),
    onImage: (image) => images.push(image),
    onAnswer: () => undefined,
  });
});

const names = (): FixtureId[] => asked.map(({ fixture }) => fixture);

describe('a board', () => {
  it('is asked for once at a time', async () => {
    requests.ask(FIXTURE);
    requests.ask(FIXTURE);
    requests.ask(OTHER_FIXTURE);
    expect(names()).toEqual([FIXTURE, OTHER_FIXTURE]);
    asked[0]?.answer(sampleOdds());
    await clock.advance(0);
    expect(images).toHaveLength(1);
    requests.ask(FIXTURE);
    expect(names()).toEqual([FIXTURE, OTHER_FIXTURE, FIXTURE]);
  });

  it.each(['fail', 'missing'])(
    'that did not come (%s) is asked for a second later',
    async (how) => {
      requests.ask(FIXTURE);
      if (how === 'fail') asked[0]?.fail();
      else asked[0]?.answer({ missing: true });
      await clock.advance(999);
      requests.ask(FIXTURE);
      expect(asked).toHaveLength(1);
      await clock.advance(1);
      requests.ask(FIXTURE);
      expect(asked).toHaveLength(2);
    },
  );

  it('that is insisted on is asked for again after what is underway, until it comes', async () => {
    requests.ask(FIXTURE);
    requests.insist(FIXTURE);
    expect(asked).toHaveLength(1);
    asked[0]?.answer(sampleOdds());
    await clock.advance(0);
    requests.tick();
    expect(asked).toHaveLength(2);
    asked[1]?.fail();
    await clock.advance(1000);
    requests.tick();
    expect(asked).toHaveLength(3);
    asked[2]?.answer(sampleOdds());
    await clock.advance(5000);
    requests.tick();
    expect(asked).toHaveLength(3);
  });

  it('waits when many are asked for', async () => {
    for (let index = 0; index < 100; index += 1) requests.ask(fixtureId(`m-${String(index)}`));
    expect(asked).toHaveLength(32);
    for (const each of asked.slice(0, 10)) each.answer({ missing: true });
    await clock.advance(0);
    expect(asked).toHaveLength(42);
    requests.stop();
    for (const each of asked) each.answer(sampleOdds());
    await clock.advance(0);
    expect([asked.length, images.length]).toEqual([42, 0]);
  });
});
