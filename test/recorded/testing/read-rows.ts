/** A cell of one row by the name of its column; empty where the file has no such column. */
export type CsvRow = (column: string) => string;

/** Rows of a file without quoted cells, under the names in its first line; a byte order mark is passed over. */
export function readRows(text: string): readonly CsvRow[] {
  const [head = '', ...lines] = text
    .replace(/^\uFEFF/u, '')
    .trim()
    .split(/\r?\n/u);
  const columns = new Map(head.split(',').map((name, at) => [name, at]));
  return lines.map((line) => {
    const cells = line.split(',');
    return (column) => cells[columns.get(column) ?? -1] ?? '';
  });
}
