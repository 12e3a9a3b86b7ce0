/** What a cell may hold; null and undefined are an empty one. */
export type Cell = string | number | boolean | null | undefined;

/** Beginnings by which a spreadsheet takes a cell for a formula (OWASP, "CSV Injection"). */
const formula = /^[=+\-@\t\r]/;

function cellText(cell: Cell): string {
  if (cell === undefined || cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const dangerous = formula.test(cell);
  if (!dangerous && !/[",\r\n]|^\s|\s$/.test(cell)) return cell;
  return `"${dangerous ? "'" : ''}${cell.replaceAll('"', '""')}"`;
}

/** Rows as CSV (RFC 4180), each line with its end, so that pages can be put together. Text that would be a formula is quoted and begins with `'`. */
export const csv = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');

/** A table as CSV: its columns by name, and how each is read from a row. The header is left out of pages after the first. */
export function csvTable<T>(rows: readonly T[], columns: Record<string, (row: T) => Cell>, header = true): string {
  const lines = rows.map((row) => Object.values(columns).map((read) => read(row)));
  return csv(header ? [Object.keys(columns), ...lines] : lines);
}
