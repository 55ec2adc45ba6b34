import { applyDeltas, type LadderOrder } from './ladder.ts';
import type { Levelled, MarketChange, MarketDefinition, Priced, RunnerChange } from './message.ts';

/** Ladders keyed by price, with the order that puts the best price of a side first. */
const PRICE_LADDERS = { atb: -1, atl: 1, trd: 1, spb: 1, spl: 1 } as const satisfies Readonly<
  Record<string, LadderOrder>
>;
const LEVEL_LADDERS = ['batb', 'batl', 'bdatb', 'bdatl'] as const;
const VALUES = ['ltp', 'tv', 'spn', 'spf'] as const;

type PriceLadder = keyof typeof PRICE_LADDERS;
type LevelLadder = (typeof LEVEL_LADDERS)[number];
type Value = (typeof VALUES)[number];
const PRICE_LADDER_NAMES = Object.keys(PRICE_LADDERS) as readonly PriceLadder[];

/** One runner under the names of the protocol; null where nothing was said, or no number. */
export type RunnerBook = Readonly<{ id: number; hc: number }> &
  Readonly<Record<PriceLadder, readonly Priced[]>> &
  Readonly<Record<LevelLadder, readonly Levelled[]>> &
  Readonly<Record<Value, number | null>>;

/** A runner is a selection at a handicap: `47972`, `9163@-0.25`. */
export type RunnerKey = string;
export const runnerKey = (id: number | string, hc: number | null | undefined): RunnerKey =>
  (hc ?? 0) === 0 ? String(id) : `${id}@${String(hc)}`;

export type MarketBook = Readonly<{
  id: string;
  /** Null until the exchange has sent one. */
  definition: MarketDefinition | null;
  runners: ReadonlyMap<RunnerKey, RunnerBook>;
  /** Matched on the whole market. */
  tv: number | null;
  /** When the exchange published the last change, UTC milliseconds. */
  at: number;
  /** Whether the last change was merged of several. */
  isConflated: boolean;
}>;

const emptyRunner = (id: number, hc: number): RunnerBook => ({
  id,
  hc,
  ...{ atb: [], atl: [], trd: [], spb: [], spl: [] },
  ...{ batb: [], batl: [], bdatb: [], bdatl: [] },
  ...{ ltp: null, tv: null, spn: null, spf: null },
});

type Draft<T> = { -readonly [Key in keyof T]: T[Key] };

function applyRunner(runner: RunnerBook, change: RunnerChange): RunnerBook {
  const next: Draft<RunnerBook> = { ...runner };
  for (const name of PRICE_LADDER_NAMES) {
    const deltas = change[name];
    if (deltas != null) next[name] = applyDeltas(runner[name], deltas, PRICE_LADDERS[name]);
  }
  for (const name of LEVEL_LADDERS) {
    const deltas = change[name];
    if (deltas != null) next[name] = applyDeltas(runner[name], deltas, 1);
  }
  for (const name of VALUES) {
    const value = change[name];
    if (value != null) next[name] = typeof value === 'number' ? value : null;
  }
  return next;
}

/**
 * The book after one change of its market. An image replaces all prices; a definition replaces the one
 * before and, when an image comes without any, the one before stays.
 * @param at when the message was published, UTC milliseconds.
 */
export function applyChange(
  before: MarketBook | undefined,
  change: MarketChange,
  at: number,
): MarketBook {
  const known = change.img === true ? undefined : before;
  const runners = new Map(known?.runners);
  for (const runner of change.rc ?? []) {
    const key = runnerKey(runner.id, runner.hc);
    const book = runners.get(key) ?? emptyRunner(Number(runner.id), runner.hc ?? 0);
    runners.set(key, applyRunner(book, runner));
  }
  return {
    id: change.id,
    definition: change.marketDefinition ?? before?.definition ?? null,
    runners,
    tv: change.tv ?? known?.tv ?? null,
    at,
    isConflated: change.con === true,
  };
}
