import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { DEFAULT_LIMITS } from '#odds/gateway/mod.ts';
import { ENVIRONMENT, loadConfig, repoDir } from '#platform/mod.ts';

it('the gateway without settings has the limits that it has by itself', () => {
  expect(DEFAULT_LIMITS).toMatchObject(loadConfig({}).gateway.limits);
});

it('docs/operating.md names every variable of the gateway with its default', () => {
  const page = readFileSync(join(repoDir(), 'docs', 'operating.md'), 'utf8');
  const rows = page.matchAll(/^\| `(OVERROUND_GATEWAY_\w+)` *\|([^|]*)\|[^|]*\|$/gmu);
  const documented = new Map(
    Array.from(rows, ([, name = '', fallback = '']) => [name, fallback.replaceAll(/[ ,]/gu, '')]),
  );
  const expected = Object.entries(ENVIRONMENT)
    .filter(([name]) => name.startsWith('OVERROUND_GATEWAY_'))
    .filter(([name]) => !/_(?:PORT|URL)$/u.test(name))
    .map(([name, [fallback]]) => [name, fallback] as const);
  expect(documented).toEqual(new Map(expected));
});
