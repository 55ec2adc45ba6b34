export type Mismatch = Readonly<{ path: string; expected: unknown; got: unknown }>;

const DECIMAL = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/** The number in a number or in a decimal string; undefined for anything else. */
function numeric(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && DECIMAL.test(value)) return Number(value);
  return undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function compareArrays(
  expected: readonly unknown[],
  got: unknown,
  tolerance: number,
  path: string,
): readonly Mismatch[] {
  if (!Array.isArray(got) || got.length !== expected.length) return [{ path, expected, got }];
  return expected.flatMap((value, at) =>
    mismatches(value, got[at], tolerance, `${path}[${String(at)}]`),
  );
}

/**
 * Every expected field must be matched by the field of the same name; more fields may be present.
 * Numbers and decimal strings match within the tolerance, all else must be equal.
 */
export function mismatches(
  expected: unknown,
  got: unknown,
  tolerance: number,
  path = '',
): readonly Mismatch[] {
  if (Array.isArray(expected)) return compareArrays(expected, got, tolerance, path);
  if (isObject(expected)) {
    if (!isObject(got)) return [{ path, expected, got }];
    return Object.entries(expected).flatMap(([name, value]) =>
      mismatches(value, got[name], tolerance, path === '' ? name : `${path}.${name}`),
    );
  }
  const [want, have] = [numeric(expected), numeric(got)];
  const equal =
    want !== undefined && have !== undefined
      ? want === have || Math.abs(want - have) <= tolerance
      : expected === got;
  return equal ? [] : [{ path, expected, got }];
}
