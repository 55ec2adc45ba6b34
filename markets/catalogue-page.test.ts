import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';

import { MARKET_TYPES } from '#contracts/mod.ts';

import { cataloguePage } from './testing/catalogue-page.ts';

const PAGE = path.resolve(import.meta.dirname, '../docs/markets.md');

test('docs/markets.md is as the definitions have it', async () => {
  const page = await format(cataloguePage(), {
    ...(await resolveConfig(PAGE)),
    parser: 'markdown',
  });
  await expect(page).toMatchFileSnapshot(PAGE);
});

test('it has every type once', () => {
  const rows = [...cataloguePage().matchAll(/^\| `([a-z-]+)` \|/gmu)].map(([, type]) => type);
  expect(rows).toEqual([...MARKET_TYPES]);
});
