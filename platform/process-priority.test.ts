import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';

import { expect, test } from 'vitest';

import { runFirst, setNice } from './process-priority.ts';

test('a process that leads its session steps back with all that belongs to it', async () => {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  await once(child, 'spawn');
  const { pid = 0 } = child;
  try {
    const before = getPriority(pid);
    setNice(15, pid);
    expect(getPriority(pid)).toBe(15);
    const session = `/proc/${String(pid)}/autogroup`;
    if (existsSync(session)) expect(readFileSync(session, 'latin1')).toMatch(/nice 15$/mu);
    // Where the user may it is first now; elsewhere it stays where it was.
    runFirst(pid);
    expect([15, -10]).toContain(getPriority(pid));
    expect(before).toBeLessThan(15);
  } finally {
    child.kill('SIGKILL');
  }
});

test('where there is no such process nothing happens, or it is said', () => {
  expect(() => {
    setNice(15, 2 ** 22 + 1);
  }).toThrow();
  expect(() => {
    runFirst(2 ** 22 + 1);
  }).not.toThrow();
});
