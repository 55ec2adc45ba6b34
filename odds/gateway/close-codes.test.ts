import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { CLOSE_CODES } from '#contracts/mod.ts';
import { repoDir } from '#platform/mod.ts';

it('every close code stands in docs/stream.md, in its words', () => {
  const text = readFileSync(join(repoDir(), 'docs', 'stream.md'), 'utf8');
  const rows = [...text.matchAll(/^\| (\d{4}) \| (.*?) *\|$/gmu)].map(([, code, why]) => [
    code,
    why,
  ]);
  expect(rows).toEqual(Object.entries(CLOSE_CODES));
});
