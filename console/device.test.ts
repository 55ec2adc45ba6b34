import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { call } from './api/http.ts';
import { placeBet } from './api/api.ts';
import { deviceId } from './device.ts';

const KEY = 'overround.device';
const FORM = /^[A-Za-z0-9_-]{16,64}$/u;

/** The storage of a browser, as far as it is asked. */
function storage(start: Readonly<Record<string, string>> = {}) {
  const kept = new Map(Object.entries(start));
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the id of a browser', () => {
  test('is made once, at random, in the form that the API takes', () => {
    const [one, other] = [storage(), storage()];
    vi.stubGlobal('localStorage', one);
    const made = deviceId();
    expect(made).toMatch(FORM);
    expect(deviceId()).toBe(made);
    expect(one.kept.get(KEY)).toBe(made);
    vi.stubGlobal('localStorage', other);
    expect(deviceId()).not.toBe(made);
  });

  test('is made anew when what is kept would be refused', () => {
    for (const kept of ['', 'short', 'x'.repeat(65), 'with a blank inside']) {
      vi.stubGlobal('localStorage', storage({ [KEY]: kept }));
      expect(deviceId()).toMatch(FORM);
    }
    vi.stubGlobal('localStorage', storage({ [KEY]: 'kept-before-0123456789' }));
    expect(deviceId()).toBe('kept-before-0123456789');
  });

  test('is none where nothing may be kept', () => {
    vi.stubGlobal('localStorage', {
      getItem: () => {
        throw new Error('denied');
      },
    });
    expect(deviceId()).toBeUndefined();
  });
});

describe('the header', () => {
  const asked: Record<string, string>[] = [];
  beforeEach(() => {
    asked.length = 0;
    vi.stubGlobal('fetch', (_: string, { headers }: { headers: Record<string, string> }) => {
      asked.push(headers);
      return Promise.resolve(Response.json({}));
    });
  });

  test('is sent with a bet, and with nothing that need not tell it', async () => {
    vi.stubGlobal('localStorage', storage({ [KEY]: 'kept-before-0123456789' }));
    const body = {
      fixtureId: 'f',
      marketKey: 'm',
      outcomeId: 'o',
      odds: 2,
      stake: '1.00',
      pricePolicy: 'any',
    };
    await placeBet('token', body as Parameters<typeof placeBet>[1], 'a key of a bet');
    await call('/v1/me', { token: 'token' });
    expect(asked.map((headers) => headers['x-device-id'])).toEqual([
      'kept-before-0123456789',
      undefined,
    ]);
  });
});
