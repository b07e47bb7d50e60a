/** Rows under each other, each cell as wide as the widest of its column, and a rule as wide as all of them. */
export function inColumns(rows: readonly (readonly string[])[]): { lines: string[]; rule: string } {
  const columns = rows[0] ?? [];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => lengthOf(row[column]!))));
  const padded = (cell: string, column: number) => cell + ' '.repeat(widths[column]! - lengthOf(cell));
  return {
    lines: rows.map((row) => row.map(padded).join('  ').trimEnd()),
    rule: widths.map((width) => '─'.repeat(width)).join('  '),
  };
}

/** As they are seen: what is one sign may be two code units. */
const lengthOf = (cell: string): number => [...cell].length;
