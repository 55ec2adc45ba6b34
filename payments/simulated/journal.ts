import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

import type { WireEvent } from '../provider/wire.ts';
import type { Kept } from './kept.ts';

type Line = Readonly<{ kept: Kept }> | Readonly<{ event: WireEvent }>;

/** Where a provider's books survive its end: every change is a line, the last one of a payment counts. */
export type Journal = Readonly<{ load(): readonly Line[]; append(line: Line): void }>;

export const noJournal: Journal = { load: () => [], append: () => undefined };

/** A file of JSON lines. A last line that was cut off by a crash is left out: it was never answered. */
export function fileJournal(path: string): Journal {
  mkdirSync(dirname(path), { recursive: true });
  return {
    load: () =>
      existsSync(path)
        ? readFileSync(path, 'utf8')
            .split('\n')
            .slice(0, -1)
            .map((line) => JSON.parse(line) as Line)
        : [],
    append(line) {
      appendFileSync(path, `${JSON.stringify(line)}\n`);
    },
  };
}
