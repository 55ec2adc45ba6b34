import { cpus, totalmem } from 'node:os';

/** What a benchmark found. Every bar that was promised is in `bars`; `checks` guard the figures. */
export type BenchResult = Readonly<{
  metrics: Readonly<Record<string, number>>;
  bars: readonly Bar[];
  checks: Readonly<Record<string, boolean>>;
}>;

export type Bar = Readonly<{ name: string; value: number; target: string; ok: boolean }>;

/** `bar('warm start s', 12, '<=', 20)`. */
export function bar(name: string, value: number, relation: '<=' | '>=', limit: number): Bar {
  const ok = relation === '<=' ? value <= limit : value >= limit;
  return { name, value: round(value), target: `${relation} ${String(limit)}`, ok };
}

const round = (value: number): number => Number(value.toPrecision(4));

const machine = (): Readonly<Record<string, string | number>> => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  platform: `${process.platform}-${process.arch}`,
});

/** A table for people, then one line for machines. */
export function printResult(bench: string, result: BenchResult): void {
  const metrics = Object.fromEntries(
    Object.entries(result.metrics).map(([name, value]) => [name, round(value)]),
  );
  console.table(Object.entries(metrics).map(([metric, value]) => ({ metric, value })));
  if (result.bars.length > 0) console.table(result.bars);
  console.table(Object.entries(result.checks).map(([check, ok]) => ({ check, ok })));
  console.log(
    JSON.stringify({
      bench,
      machine: machine(),
      metrics,
      bars: result.bars,
      checks: result.checks,
    }),
  );
}
