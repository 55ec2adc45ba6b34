import { NO_POINTS, normalised, sideMoments, widthFor, type PointsLaw } from './points-law.ts';
import { emptyTable, multiplyBy, transform, type Table } from './transform.ts';

function spectrum({ width, mass }: PointsLaw, size: number): Table {
  const table = emptyTable(size);
  for (let home = 0; home < width; home += 1) {
    table.re.set(mass.subarray(home * width, (home + 1) * width), home * size);
  }
  transform(table, -1);
  return table;
}

/** Width beyond which the sum has no mass worth holding: what wraps around the transform is below 1e-15. */
function widthOf(laws: readonly PointsLaw[]): number {
  const moments = laws.map(sideMoments);
  const most = 1 + laws.reduce((sum, { width }) => sum + width - 1, 0);
  const reach = (['home', 'away'] as const).map((side) => {
    const mean = moments.reduce((sum, of) => sum + of[side].mean, 0);
    const variance = moments.reduce((sum, of) => sum + of[side].variance, 0);
    return widthFor(mean, variance);
  });
  return Math.min(most, Math.max(...reach, ...laws.map(({ width }) => width)));
}

/**
 * The points of several stretches of play together, which are independent: their convolution, as a
 * product of Fourier transforms. Equal laws (the same object) are transformed once.
 */
export function sumOfLaws(laws: readonly PointsLaw[]): PointsLaw {
  const moving = laws.filter((law) => law !== NO_POINTS);
  const [first, ...others] = moving;
  if (first === undefined) return NO_POINTS;
  if (others.length === 0) return first;
  const width = widthOf(moving);
  const size = 2 ** Math.ceil(Math.log2(width));
  const known = new Map(moving.map((law) => [law, spectrum(law, size)]));
  const product = emptyTable(size);
  product.re.fill(1);
  for (const law of moving) multiplyBy(product, known.get(law) ?? emptyTable(size));
  transform(product, 1);
  const mass = new Float64Array(width * width);
  for (let home = 0; home < width; home += 1) {
    for (let away = 0; away < width; away += 1) {
      mass[home * width + away] = (product.re[home * size + away] ?? 0) / size ** 2;
    }
  }
  return normalised(width, mass);
}
