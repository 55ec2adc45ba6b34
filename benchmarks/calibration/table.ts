type Cell = string | number;

/** Digits after the point of the figures of a column; texts and counts stay as they are. */
const shown = (cell: Cell): string =>
  typeof cell === 'string' || Number.isInteger(cell) ? String(cell) : cell.toFixed(4);

/** A table that reads well in a terminal and as Markdown. */
export function textTable(rows: readonly Readonly<Record<string, Cell>>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const body = rows.map((row) => columns.map((column) => shown(row[column] ?? '')));
  const widths = columns.map((column, at) =>
    Math.max(column.length, ...body.map((cells) => cells[at]?.length ?? 0)),
  );
  const isNumber = columns.map((column) => typeof rows[0]?.[column] === 'number');
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => pad(cell, widths[at] ?? 0, isNumber[at] === true)).join(' | ')} |`;
  const rule = widths.map((width, at) =>
    isNumber[at] === true ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  return [line(columns), line(rule), ...body.map(line)].join('\n');
}

const pad = (text: string, width: number, right: boolean): string =>
  right ? text.padStart(width) : text.padEnd(width);
