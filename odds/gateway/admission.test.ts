import { beforeEach, describe, expect, it } from 'vitest';

import { ManualClock } from '#platform/mod.ts';

import { countedAddress } from './address.ts';
import { Admission, type Pass } from './admission.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { RateMeter } from './rate-meter.ts';

let clock: ManualClock;
let admission: Admission;
beforeEach(() => {
  clock = new ManualClock();
  const limits = {
    ...DEFAULT_LIMITS,
    connections: 5,
    connectionsByAddress: 3,
    connectionsByAccount: 2,
    connectsPerSecondByAddress: 2,
    messagesPerSecondByAddress: 10,
    messagesPerSecondByAccount: 3,
  };
  admission = new Admission(limits, clock);
});

const entered = (address?: string): Pass => {
  const pass = admission.enter(address);
  if (typeof pass === 'string') throw new Error(pass);
  return pass;
};

describe('admission', () => {
  it('counts connections of an address, until they leave', () => {
    const [first] = [entered('a'), entered('a'), entered('a')];
    expect(admission.enter('a')).toBe('address-full');
    expect(typeof admission.enter('b')).toBe('object');
    first.leave();
    first.leave();
    expect(admission.enter('a')).toBe('address-rate');
  });

  it('lets an address connect only so often', async () => {
    for (let turn = 0; turn < 4; turn += 1) entered('a').leave();
    expect(admission.enter('a')).toBe('address-rate');
    await clock.advance(500);
    entered('a').leave();
    expect(admission.enter('a')).toBe('address-rate');
  });

  it('counts all connections together, also those without an address', () => {
    const passes = Array.from({ length: 5 }, () => entered());
    expect(admission.enter(undefined)).toBe('full');
    expect(admission.enter('b')).toBe('full');
    passes[0]?.leave();
    entered('b');
  });

  it('counts connections of an account over all addresses', () => {
    const [first, second, third] = [entered('a'), entered('b'), entered()];
    expect([first, second, third].map((pass) => pass.signIn('alice'))).toEqual([true, true, false]);
    expect(first.signIn('alice')).toBe(true);
    expect(first.signIn('bob')).toBe(true);
    expect(third.signIn('alice')).toBe(true);
    third.leave();
    expect(entered().signIn('alice')).toBe(true);
  });

  it('counts messages by address and by account', () => {
    const asked = (pass: Pass): number => {
      let taken = 0;
      while (taken < 100 && pass.mayAsk()) taken += 1;
      return taken;
    };
    const [first, second] = [entered('a'), entered('a')];
    expect([asked(first), asked(second)]).toEqual([20, 0]);
    const account = [entered('b'), entered('c')];
    for (const pass of account) pass.signIn('alice');
    expect(account.map(asked)).toEqual([6, 0]);
    expect(asked(entered())).toBe(100);
  });
});

describe('a rate', () => {
  it('comes back with time, up to two seconds of it', async () => {
    const meter = new RateMeter(clock, 10);
    const drain = (): number => {
      let taken = 0;
      while (meter.mayTake('a')) taken += 1;
      return taken;
    };
    expect(drain()).toBe(20);
    await clock.advance(500);
    expect(drain()).toBe(5);
    await clock.advance(60_000);
    expect(drain()).toBe(20);
  });

  it('remembers everybody who is not quiet, however many there are', async () => {
    const meter = new RateMeter(clock, 1);
    for (let name = 0; name < 20_000; name += 1) meter.mayTake(`old-${String(name)}`);
    await clock.advance(1500);
    expect([meter.mayTake('a'), meter.mayTake('a'), meter.mayTake('a')]).toEqual([
      true,
      true,
      false,
    ]);
    for (let name = 0; name < 20_000; name += 1) meter.mayTake(`new-${String(name)}`);
    expect(meter.mayTake('a')).toBe(false);
  });
});

describe('the address that counts', () => {
  const of = (remoteAddress: string, forwarded: string | undefined, proxies: number) =>
    countedAddress(
      {
        headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
        socket: { remoteAddress },
      },
      proxies,
    );

  it.each([
    ['203.0.113.7', undefined, 0, '203.0.113.7'],
    ['::ffff:203.0.113.7', undefined, 0, '203.0.113.7'],
    ['127.0.0.1', undefined, 0, undefined],
    ['::1', undefined, 0, undefined],
    ['::ffff:127.0.0.1', undefined, 0, undefined],
    ['2001:db8:1:2:3:4:5:6', undefined, 0, '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', undefined, 0, '2001:db8:1:2::/64'],
    ['2001:0DB8::9', undefined, 0, '2001:db8:0:0::/64'],
    ['127.0.0.1', '203.0.113.7', 0, undefined],
    ['127.0.0.1', '203.0.113.7', 1, '203.0.113.7'],
    ['10.0.0.1', 'forged, 203.0.113.7', 1, '203.0.113.7'],
    ['10.0.0.1', '203.0.113.7, 10.0.0.2', 2, '203.0.113.7'],
    ['10.0.0.1', '203.0.113.7', 3, '10.0.0.1'],
    ['10.0.0.1', undefined, 1, '10.0.0.1'],
  ])('of %s with %s behind %i proxies is %s', (remote, forwarded, proxies, counted) => {
    expect(of(remote, forwarded, proxies)).toBe(counted);
  });
});
