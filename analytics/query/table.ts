export type Column = Readonly<{ name: string; type: string }>;
export type Cell = string | number | boolean | null | readonly unknown[] | object;

const ROWS_SHOWN = 1_000;
const WIDEST_CELL = 60;

/** Rows as a table for people: numbers to the right, nothing for null, long values cut. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): string {
  const shown = rows
    .slice(0, ROWS_SHOWN)
    .map((row) => row.map((cell, at) => cellText(cell, columns[at]?.type ?? '')));
  const numeric = columns.map(({ type }) => /^(?:Nullable\()?(?:U?Int|Float|Decimal)/.test(type));
  const widths = columns.map(({ name }, at) =>
    Math.max(name.length, ...shown.map((row) => row[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((text, at) =>
        numeric[at] ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [
    line(columns.map(({ name }) => name)),
    widths.map((width) => '-'.repeat(width)).join('  '),
    ...shown.map(line),
    footer(rows.length),
  ].join('\n');
}

function footer(rows: number): string {
  if (rows > ROWS_SHOWN) return `(${rows} rows, the first ${ROWS_SHOWN} shown; use --json for all)`;
  return rows === 1 ? '(1 row)' : `(${rows} rows)`;
}

function cellText(cell: Cell, type: string): string {
  if (cell === null) return '';
  const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
  const flat = withAllDecimals(text.replace(/\s+/g, ' '), type);
  return flat.length > WIDEST_CELL ? `${flat.slice(0, WIDEST_CELL - 1)}…` : flat;
}

/** ClickHouse leaves trailing zeros out; money is easier to read with them. */
function withAllDecimals(text: string, type: string): string {
  const scale = Number(/^(?:Nullable\()?Decimal\(\d+, (\d+)\)/.exec(type)?.[1] ?? 0);
  if (scale === 0) return text;
  const [whole = '', fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(scale, '0')}`;
}
