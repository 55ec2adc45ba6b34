/** Complex numbers of a square table, row by row; `size` is a power of two. */
export type Table = Readonly<{ size: number; re: Float64Array; im: Float64Array }>;

export const emptyTable = (size: number): Table => ({
  size,
  re: new Float64Array(size * size),
  im: new Float64Array(size * size),
});

/** What the transform of a row of `size` numbers needs: roots of unity, and bits read backwards. */
type Plan = Readonly<{ cos: Float64Array; sin: Float64Array; places: Uint32Array }>;

function planFor(size: number, direction: 1 | -1): Plan {
  const angle = (at: number): number => (direction * 2 * Math.PI * at) / size;
  const places = new Uint32Array(size);
  for (let at = 1; at < size; at += 1) {
    places[at] = ((places[at >> 1] ?? 0) >> 1) | (at & 1 ? size >> 1 : 0);
  }
  return {
    cos: Float64Array.from({ length: size / 2 }, (_, at) => Math.cos(angle(at))),
    sin: Float64Array.from({ length: size / 2 }, (_, at) => Math.sin(angle(at))),
    places,
  };
}

function swap(numbers: Float64Array, left: number, right: number): void {
  const kept = numbers[left] ?? 0;
  numbers[left] = numbers[right] ?? 0;
  numbers[right] = kept;
}

/** The radix-2 transform (Cooley & Tukey 1965) of one row, in place. */
function transformRow(re: Float64Array, im: Float64Array, { cos, sin, places }: Plan): void {
  const size = re.length;
  for (let at = 0; at < size; at += 1) {
    const other = places[at] ?? 0;
    if (other <= at) continue;
    swap(re, at, other);
    swap(im, at, other);
  }
  for (let half = 1; half < size; half *= 2) {
    const step = size / (2 * half);
    for (let block = 0; block < size; block += 2 * half) {
      for (let at = 0; at < half; at += 1) {
        const low = block + at;
        const high = low + half;
        const c = cos[at * step] ?? 0;
        const s = sin[at * step] ?? 0;
        const x = re[high] ?? 0;
        const y = im[high] ?? 0;
        const turnedRe = c * x - s * y;
        const turnedIm = c * y + s * x;
        const lowRe = re[low] ?? 0;
        const lowIm = im[low] ?? 0;
        re[high] = lowRe - turnedRe;
        im[high] = lowIm - turnedIm;
        re[low] = lowRe + turnedRe;
        im[low] = lowIm + turnedIm;
      }
    }
  }
}

function transformRows({ size, re, im }: Table, plan: Plan): void {
  for (let row = 0; row < size; row += 1) {
    const [from, to] = [row * size, (row + 1) * size];
    transformRow(re.subarray(from, to), im.subarray(from, to), plan);
  }
}

function transpose(numbers: Float64Array, size: number): void {
  for (let row = 0; row < size; row += 1) {
    for (let column = row + 1; column < size; column += 1) {
      swap(numbers, row * size + column, column * size + row);
    }
  }
}

/**
 * The two-dimensional Fourier transform in place, unscaled, with rows and columns exchanged: rows lie
 * together in memory, columns do not. Direction 1 undoes −1, exchange included, up to a factor of size².
 */
export function transform(table: Table, direction: 1 | -1): void {
  const plan = planFor(table.size, direction);
  transformRows(table, plan);
  transpose(table.re, table.size);
  transpose(table.im, table.size);
  transformRows(table, plan);
}

/** Multiplies a table by another, cell by cell, in place. */
export function multiplyBy({ re, im }: Table, by: Table): void {
  for (let at = 0; at < re.length; at += 1) {
    const a = re[at] ?? 0;
    const b = im[at] ?? 0;
    const c = by.re[at] ?? 0;
    const d = by.im[at] ?? 0;
    re[at] = a * c - b * d;
    im[at] = a * d + b * c;
  }
}
