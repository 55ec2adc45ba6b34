/** Which column each item stands in, and how many columns there are. */
export type Columns = Readonly<{ count: number; places: ReadonlyMap<string, number> }>;

export const NO_COLUMNS: Columns = { count: 0, places: new Map() };

type Item = Readonly<{ id: string; height: number }>;

/**
 * Puts each newcomer into the column that is shortest so far. What has a place keeps it, so that nothing
 * jumps across when something else comes, goes or grows. The same object comes back when nothing changed.
 */
export function placeInColumns(before: Columns, items: readonly Item[], count: number): Columns {
  const known = before.count === count ? before.places : new Map<string, number>();
  const isSame = before.count === count && items.every(({ id }) => known.has(id));
  if (isSame) return before;
  const places = new Map(known);
  const heights = Array.from({ length: count }, () => 0);
  for (const { id, height } of items) {
    const column = known.get(id) ?? heights.indexOf(Math.min(...heights));
    places.set(id, column);
    heights[column] = (heights[column] ?? 0) + height;
  }
  return { count, places };
}
