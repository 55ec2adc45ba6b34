import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { REPLAY_WINDOW_MS, sign, signatureProblem } from './signature.ts';

const NOW = 1_700_000_000_000;
const secrets = ['a secret of the provider'];
const body = '{"id":1}';
const header = sign(secrets, body, NOW);

describe('signatureProblem', () => {
  test('the same as openssl makes', () => {
    // printf '1700000000.{"id":1}' | openssl dgst -sha256 -hmac 'a secret of the provider'
    expect(header).toBe(
      't=1700000000,v1=094c4dc330cb89ab5cfc1c65afa760e6ea421ed938cffe057f21235c1ffc2c65',
    );
  });

  test.each([
    ['right', header, body, NOW, undefined],
    ['right at the end of the window', header, body, NOW + REPLAY_WINDOW_MS, undefined],
    ['replayed after the window', header, body, NOW + REPLAY_WINDOW_MS + 1, 'outside the window'],
    ['from the future', header, body, NOW - REPLAY_WINDOW_MS - 1, 'outside the window'],
    ['another body', header, '{"id":2}', NOW, 'wrong'],
    ['another secret', sign(['other'], body, NOW), body, NOW, 'wrong'],
    [
      'another time, same digest',
      header.replace('t=1700000000', 't=1700000001'),
      body,
      NOW,
      'wrong',
    ],
    ['one digit less', header.slice(0, -1), body, NOW, 'malformed'],
    ['none', undefined, body, NOW, 'malformed'],
    ['empty', '', body, NOW, 'malformed'],
    ['too many', sign(['1', '2', '3', '4', ...secrets], body, NOW), body, NOW, 'malformed'],
  ] as const)('%s', (...[, given, text, now, want]) => {
    expect(signatureProblem(given, text, { secrets, now })).toBe(want);
  });

  test('while a secret changes, either side may know both', () => {
    const both = [...secrets, 'the next secret'];
    expect(signatureProblem(sign(both, body, NOW), body, { secrets, now: NOW })).toBeUndefined();
    expect(signatureProblem(header, body, { secrets: both, now: NOW })).toBeUndefined();
  });

  property.prop([fc.string(), fc.string({ minLength: 1 }), fc.nat({ max: 2 ** 40 })])(
    'what is signed is accepted, and not with a byte more',
    (text, secret, at) => {
      const signed = sign([secret], text, at);
      const check = { secrets: [secret], now: at };
      expect(signatureProblem(signed, text, check)).toBeUndefined();
      expect(signatureProblem(signed, `${text} `, check)).toBe('wrong');
    },
  );

  property.prop([fc.string()])('rubbish is malformed and never throws', (rubbish) => {
    expect(signatureProblem(rubbish, body, { secrets, now: NOW })).toBe('malformed');
  });
});
