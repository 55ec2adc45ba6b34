import { expect, test } from 'vitest';

import { progressBar } from './progress-bar.ts';

const recorded = (isTTY: boolean, all: number): readonly string[] => {
  const written: string[] = [];
  const bar = progressBar({ isTTY, write: (text) => written.push(text) }, 'matches');
  for (let done = 1; done <= all; done += 1) bar(done, all);
  return written;
};

test('a terminal gets one line that is drawn over and ends', () => {
  const written = recorded(true, 4);
  expect(written[1]).toBe(`\r${'█'.repeat(15)}${'·'.repeat(15)} 2 of 4 matches`);
  expect(written.at(-1)).toBe(`\r${'█'.repeat(30)} 4 of 4 matches\n`);
  expect(written.slice(0, -1).join('')).not.toContain('\n');
});

test('anything else gets a line for each tenth, and the last', () => {
  const written = recorded(false, 1_000);
  expect(written.length).toBeLessThanOrEqual(11);
  expect(written[0]).toBe('100 of 1000 matches\n');
  expect(written.at(-1)).toBe('1000 of 1000 matches\n');
});
