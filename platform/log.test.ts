import { expect, test } from 'vitest';

import { createLogger, redactUrls, type LoggerOptions } from './log.ts';

function logged(
  options: Omit<LoggerOptions, 'name' | 'destination'>,
  write: (logger: ReturnType<typeof createLogger>) => void,
): string {
  let text = '';
  const destination = { write: (line: string) => void (text += line) };
  write(createLogger({ name: 'test', destination, ...options }));
  return text;
}

test('writes one JSON object a line with name, level and fields', () => {
  const text = logged({}, (log) => {
    log.info({ fixture: 'f1' }, 'priced');
    log.debug('not at this level');
  });
  expect(JSON.parse(text)).toMatchObject({ name: 'test', level: 30, fixture: 'f1', msg: 'priced' });
});

test.each(['json', 'text'] as const)('%s: secrets never reach the log', (format) => {
  const text = logged({ format }, (log) => {
    log.info({ password: 'hunter2', user: { token: 'hunter2' }, a: { b: { secret: 'hunter2' } } });
    log.warn({ headers: { authorization: 'hunter2', 'set-cookie': 'hunter2' } }, 'request');
    log.error(new Error('connect postgres://me:hunter2@db:5432/over failed'));
    log.info('using nats://hunter2@localhost:4222');
  });
  expect(text).not.toContain('hunter2');
  expect(text).toContain('[redacted]');
});

test('text format reads like a sentence and keeps the cause', () => {
  const text = logged({ format: 'text' }, (log) => {
    log.error({ err: new Error('disk full'), attempt: 2 }, 'cannot write');
  });
  expect(text).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} ERROR test: cannot write: disk full \{"attempt":2\}\n$/,
  );
});

test('redactUrls cuts the credentials only', () => {
  expect(redactUrls('a http://u:p@h/x and https://h/y?m=a@b')).toBe(
    'a http://[redacted]@h/x and https://h/y?m=a@b',
  );
});
