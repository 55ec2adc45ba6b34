import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { loadConfig } from './config.ts';
import { secretOfSetting } from './secret-file.ts';

const settings = (env: Readonly<Record<string, string>>) => loadConfig(env).providers;
const UOF = {
  OVERROUND_UOF_BROKER: 'amqps://mq.example.org/unifiedfeed/123',
  OVERROUND_UOF_API: 'https://api.example.org/v1/',
  OVERROUND_UOF_TOKEN: 'secret',
};
const EXCHANGE = {
  OVERROUND_EXCHANGE_STREAM: 'tls://stream.example.org',
  OVERROUND_EXCHANGE_KEY: 'key',
  OVERROUND_EXCHANGE_SESSION_FILE: '/run/secrets/session',
};

describe('settings of feeds', () => {
  it('are off unless a provider is named', () => {
    expect(settings({})).toEqual({ uof: undefined, exchange: undefined, folders: [] });
  });

  it('name a Unified Odds Feed by its broker', () => {
    expect(settings(UOF).uof).toEqual({
      broker: {
        ...{ hostname: 'mq.example.org', port: 5671, isTls: true },
        vhost: '/unifiedfeed/123',
      },
      ...{ apiUrl: 'https://api.example.org/v1', token: { value: 'secret' }, nodeId: 1 },
    });
    const plain = { ...UOF, OVERROUND_UOF_BROKER: 'amqp://localhost:5673/a' };
    expect(settings(plain).uof?.broker).toMatchObject({ port: 5673, isTls: false, vhost: '/a' });
  });

  it('name an exchange by its stream', () => {
    expect(settings(EXCHANGE).exchange).toEqual({
      ...{ host: 'stream.example.org', port: 443, appKey: 'key' },
      session: { file: '/run/secrets/session' },
      marketFilter: { eventTypeIds: ['1'], marketTypeCodes: ['MATCH_ODDS'] },
    });
  });

  it('name folders that are watched, relative ones from where the engine runs', () => {
    const env = { OVERROUND_FILES_RESULTS: 'in/results', OVERROUND_FILES_WYSCOUT: '/data/wyscout' };
    const mapped = { OVERROUND_FILES_MAPPED: '/acme', OVERROUND_FILES_MAPPING: '/acme.json' };
    expect(loadConfig({ ...env, ...mapped }, '/srv').providers.folders).toEqual([
      { files: 'wyscout', dir: '/data/wyscout' },
      { files: 'results', dir: '/srv/in/results' },
      { files: 'mapped', dir: '/acme', mapping: '/acme.json' },
    ]);
  });

  it.each([
    [{ OVERROUND_FILES_MAPPED: '/acme' }, 'or neither'],
    [{ OVERROUND_FILES_MAPPING: '/acme.json' }, 'or neither'],
    [{ ...UOF, OVERROUND_UOF_API: '' }, 'needs OVERROUND_UOF_API'],
    [{ ...UOF, OVERROUND_UOF_TOKEN: '' }, 'one of OVERROUND_UOF_TOKEN and'],
    [{ ...UOF, OVERROUND_UOF_TOKEN_FILE: 'x' }, 'one of OVERROUND_UOF_TOKEN and'],
    [{ ...UOF, OVERROUND_UOF_NODE: '0' }, 'OVERROUND_UOF_NODE must be'],
    [{ ...UOF, OVERROUND_UOF_BROKER: 'http://a' }, 'OVERROUND_UOF_BROKER must be a URL'],
    [{ ...EXCHANGE, OVERROUND_EXCHANGE_KEY: '' }, 'needs OVERROUND_EXCHANGE_KEY'],
    [{ ...EXCHANGE, OVERROUND_EXCHANGE_FILTER: '[1]' }, 'must be a JSON object'],
    [{ ...EXCHANGE, OVERROUND_EXCHANGE_FILTER: '{' }, 'must be a JSON object'],
    [{ ...EXCHANGE, OVERROUND_EXCHANGE_SESSION_FILE: '' }, 'one of OVERROUND_EXCHANGE_SESSION and'],
  ])('%j is refused', (env, why) => {
    expect(() => settings(env)).toThrow(why);
  });
});

describe('a secret', () => {
  it('is read from its file whenever it is needed', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'secret-')), 'token');
    writeFileSync(file, 'one\n');
    expect(secretOfSetting({ file })).toBe('one');
    writeFileSync(file, 'two');
    expect(secretOfSetting({ file })).toBe('two');
    expect(secretOfSetting({ value: 'three' })).toBe('three');
  });

  it('is missed with the name of its file', () => {
    const file = join(tmpdir(), 'there-is-no-such-secret');
    expect(() => secretOfSetting({ file })).toThrow(`${file} is missing or empty`);
  });
});
