import { describe, expect, it } from 'vitest';

import { bytesIn, cpuUsOf, openFilesIn } from './process-use.ts';

const fieldsAfterName = (user: number, system: number): string =>
  `S 1 1 1 0 -1 4194560 900 0 0 0 ${String(user)} ${String(system)} 0 0 20 0 11 0 5000`;

describe('what a process has used', () => {
  it.each(['node', 'a name with ) 7 8 9 (and brackets) '])('is its time, called "%s"', (name) => {
    expect(cpuUsOf(`4242 (${name}) ${fieldsAfterName(31, 11)}`)).toBe(420_000);
  });

  it('is refused when there is none to be read', () => {
    expect(() => cpuUsOf('4242 (node) S 1')).toThrow('no processor time');
  });

  it('is its memory', () => {
    const status = 'Name:\tnode\nVmHWM:\t   90000 kB\nVmRSS:\t   65536 kB\nThreads:\t11\n';
    expect(bytesIn(status, 'VmRSS')).toBe(64 * 1024 * 1024);
    expect(() => bytesIn(status, 'RSS')).toThrow('no RSS');
  });

  it('may be so many open files', () => {
    const head = 'Limit                     Soft Limit           Hard Limit           Units\n';
    expect(
      openFilesIn(
        `${head}Max open files            1024                 20000                files\n`,
      ),
    ).toBe(20_000);
    expect(
      openFilesIn(
        `${head}Max open files            1024                 unlimited            files\n`,
      ),
    ).toBe(Infinity);
  });
});
