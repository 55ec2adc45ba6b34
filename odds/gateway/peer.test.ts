import { expect, it } from 'vitest';

import type { ServerMessage } from '#contracts/mod.ts';
import { silentLogger } from '#platform/mod.ts';

import { AccountDesk } from './account-desk.ts';
import type { Written } from './bundle.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { Peer } from './peer.ts';
import { makeHub } from './test-hub.ts';
import { FIXTURE, sampleDelta, sampleOdds } from './test-samples.ts';

/** One client, and what it is told of boards. */
function connected() {
  const made = makeHub();
  const { clock, hub } = made;
  const told: string[] = [];
  const outlet = {
    unsentBytes: () => 0,
    close: () => undefined,
    write: ({ frames }: Written) => {
      for (const frame of frames) {
        const message = JSON.parse(frame.payload('json').toString()) as ServerMessage;
        if ('seq' in message) told.push(`${message.op} ${String(message.seq)}`);
      }
    },
  };
  const peer = new Peer(outlet, {
    encoding: 'json',
    pass: { mayAsk: () => true, signIn: () => true, leave: () => undefined },
    hub,
    accounts: new AccountDesk({
      clock,
      mergeAboveBytes: 1,
      staleAfterMs: 1,
      read: () => Promise.reject(new Error('nobody asks')),
    }),
    limits: DEFAULT_LIMITS,
    clock,
    log: silentLogger(),
    verifyToken: () => undefined,
  });
  const resume = async (epoch: number, seq: number): Promise<void> => {
    const request = {
      op: 'subscribe',
      id: 1,
      channel: 'odds',
      resume: { [FIXTURE]: { epoch, seq } },
    };
    peer.receive(JSON.stringify(request));
    await Promise.resolve();
    made.settle();
  };
  const beat = (times: number): void => {
    for (let beats = 0; beats < times; beats += 1) peer.expire(clock.now());
    made.settle();
  };
  return { ...made, told, resume, beat };
}

it.each([
  ['an epoch', 9, 3],
  ['a sequence', 1, 900],
])(
  '%s that no host reaches is given up for the image after five heartbeats',
  async (_, epoch, seq) => {
    const { publish, told, resume, beat, settle } = connected();
    publish(sampleOdds({ epoch: 1, seq: 3 }));
    await resume(epoch, seq);
    beat(5);
    expect(told).toEqual([]);
    beat(1);
    expect(told).toEqual(['image 3']);
    publish(sampleDelta(4));
    settle();
    beat(20);
    expect(told).toEqual(['image 3', 'delta 4']);
  },
);

it('a position that the gateway catches up with is gone on from', async () => {
  const { publish, told, resume, beat, settle } = connected();
  publish(sampleOdds({ epoch: 1, seq: 3 }));
  await resume(1, 4);
  beat(4);
  publish(sampleDelta(4));
  settle();
  beat(20);
  expect(told).toEqual(['delta 4']);
});
