/** What one minute adds up to: whole numbers, so that equal means equal. */
export type Totals = Readonly<{ minute: number; count: bigint; sums: readonly bigint[] }>;

export type TotalsByMinute = ReadonlyMap<number, Totals>;

/** Minutes, counted since 1970, whose totals are not the same on both sides, in order. */
export function differingMinutes(truth: TotalsByMinute, copy: TotalsByMinute): readonly number[] {
  const minutes = new Set([...truth.keys(), ...copy.keys()]);
  return [...minutes]
    .filter((minute) => !sameTotals(truth.get(minute), copy.get(minute)))
    .sort((left, right) => left - right);
}

const sameTotals = (left: Totals | undefined, right: Totals | undefined): boolean =>
  left?.count === right?.count &&
  (left?.sums ?? []).every((sum, index) => sum === right?.sums[index]);

/** From rows with the column `minute` first, then the count, then the sums. */
export function totalsByMinute(
  rows: readonly (readonly (bigint | string | number)[])[],
): TotalsByMinute {
  return new Map(
    rows.map(([minute = 0, count = 0, ...sums]) => [
      Number(minute),
      { minute: Number(minute), count: BigInt(count), sums: sums.map(BigInt) },
    ]),
  );
}

export const MINUTE_MS = 60_000;
