import { describe, expect, test } from 'vitest';

import type { AdapterHarness, FaultName, Session } from './harness.ts';

/** What every adapter owes to the engine: the rows of the conformance suite. */
export const BEHAVIOURS = [
  'identity mapping',
  'ordering',
  'duplicates',
  'corrections',
  'alive tracking',
  'down and recovery',
  'snapshot',
  'back-pressure',
  'poison to dead letters',
  'replayability',
  'metrics',
] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

/**
 * How an adapter shows a behaviour: by a test, by a row of the fault matrix, or by why its nature has no such thing,
 * which stands in the name of the row.
 */
export type Row =
  | (() => void | Promise<void>)
  | Readonly<{ fault: FaultName }>
  | Readonly<{ test: string }>
  | Readonly<{ none: string }>;

export type Adapter = Readonly<{
  name: string;
  rows: Readonly<Record<Behaviour, Row>>;
}>;

const PATIENCE_MS = 60_000;

/** The rows of an adapter. @param matrix its rows of the fault matrix, for those that are shown there. */
export function conformance<S extends Session>(
  { name, rows }: Adapter,
  matrix?: AdapterHarness<S>,
): void {
  describe(name, () => {
    test.each(
      BEHAVIOURS.map((behaviour) => [titleOf(behaviour, name, rows[behaviour]), behaviour]),
    )(
      '%s',
      async (_title, behaviour) => {
        const row = rows[behaviour];
        if (typeof row === 'function') await row();
        else if ('fault' in row) expect(matrix?.faults[row.fault]).toBeTypeOf('object');
        else expect(Object.values(row)[0]).not.toBe('');
      },
      PATIENCE_MS,
    );
  });
}

function titleOf(behaviour: Behaviour, name: string, row: Row): string {
  const title = `${behaviour} × ${name}`;
  if (typeof row === 'function') return title;
  if ('fault' in row) return `${title}: in the fault matrix, ${row.fault}`;
  return 'test' in row ? `${title}: in ${row.test}` : `${title}: there is none, ${row.none}`;
}
