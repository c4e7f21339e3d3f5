/** Figures that a page already has as CSV, in the form of the server's own files (RFC 4180). */

export type Cell = string | number | null | undefined;
/** A column by its heading. */
export type CsvColumns<Row> = Record<string, (row: Row) => Cell>;

/** A spreadsheet would take it for a formula. */
const isFormula = (text: string) => /^[=+\-@\t\r]/.test(text);

function cellText(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const text = isFormula(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvText<Row>(rows: Row[], columns: CsvColumns<Row>): string {
  const line = (cells: Cell[]) => `${cells.map(cellText).join(',')}\r\n`;
  const values = Object.values(columns);
  return line(Object.keys(columns)) + rows.map((row) => line(values.map((value) => value(row)))).join('');
}
