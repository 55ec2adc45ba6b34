import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { ERRORS, isErrorCode, Refusal } from '#contracts/mod.ts';
import { repoDir } from '#platform/mod.ts';

import { errorBody, refusalOf } from './errors.ts';

const page = (name: string): string => readFileSync(join(repoDir(), 'docs', name), 'utf8');

describe('the documented codes', () => {
  const documented = [
    ...page('errors.md').matchAll(/^\| `([A-Z_]+)` +\| +(\d+) +\| (.+?) +\| .*\|$/gm),
  ];

  test('are those of the table, with their status and message, in its order', () => {
    expect(documented.map(([, code, status, message]) => [code, Number(status), message])).toEqual(
      Object.entries(ERRORS).map(([code, [status, message]]) => [code, status, message]),
    );
  });

  test('no page names a code that does not exist', () => {
    for (const name of ['errors.md', 'betting-api.md']) {
      const named = [...page(name).matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(
        ([, code = '']) => code,
      );
      expect(named.length).toBeGreaterThan(10);
      expect(named.filter((code) => !isErrorCode(code))).toEqual([]);
    }
  });
});

describe('refusalOf', () => {
  const failure = (fields: object): Error => Object.assign(new Error('it failed'), fields);

  test.each([
    ['a refusal', new Refusal('PRICE_STALE'), 'PRICE_STALE'],
    ['PostgreSQL that is not there', failure({ code: 'ECONNREFUSED' }), 'UNAVAILABLE'],
    ['a connection that broke', new Error('Connection terminated unexpectedly'), 'UNAVAILABLE'],
    [
      'a pool without a free connection',
      new Error('timeout exceeded when trying to connect'),
      'UNAVAILABLE',
    ],
    [
      'a body too large',
      failure({ statusCode: 413, code: 'FST_ERR_CTP_BODY_TOO_LARGE' }),
      'BODY_TOO_LARGE',
    ],
    ['too many requests', failure({ statusCode: 429 }), 'RATE_LIMITED'],
    ['another mistake of the client', failure({ statusCode: 400 }), 'BAD_REQUEST'],
    ['a mistake of the server', failure({ statusCode: 500 }), undefined],
    ['a bug', new TypeError('undefined is not a function'), undefined],
    ['something thrown that is no error', 'text', undefined],
  ])('%s', (_, thrown, code) => {
    expect(refusalOf(thrown)?.code).toBe(code);
  });

  test('an unknown field is reported once, by name', () => {
    const validation = [
      { instancePath: '/bonus', message: 'schema is false' },
      { instancePath: '', message: 'must not have additional properties' },
      { instancePath: '/odds', message: 'must be >= 1.01' },
    ];
    expect(refusalOf(failure({ validation, validationContext: 'body' }))?.detail).toEqual({
      problems: ['body/bonus is not known', 'body/odds must be >= 1.01'],
    });
  });

  test.each([
    ['/betId', 'params', 'BET_NOT_FOUND'],
    ['/fixtureId', 'params', 'FIXTURE_NOT_FOUND'],
    ['/offerId', 'params', 'OFFER_NOT_FOUND'],
    ['/holdId', 'params', 'HOLD_NOT_FOUND'],
    ['/round', 'params', 'BAD_REQUEST'],
    ['/betId', 'body', 'BAD_REQUEST'],
    ['/betId', 'querystring', 'BAD_REQUEST'],
  ])('what is wrong with %s in the %s is %s', (instancePath, validationContext, code) => {
    const validation = [{ instancePath, message: 'must match format "uuid"' }];
    expect(refusalOf(failure({ validation, validationContext }))?.code).toBe(code);
  });

  test('a body has a detail only where there is one', () => {
    expect(Object.keys(errorBody('NOT_FOUND'))).toEqual(['code', 'message']);
    expect(errorBody('RATE_LIMITED', { retryAfterMs: 5 })).toMatchObject({
      detail: { retryAfterMs: 5 },
    });
  });
});
