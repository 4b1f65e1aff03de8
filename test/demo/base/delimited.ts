/** Writing delimited text the way the source systems do: fields by header name, so that a column cannot slip. */

/** Lines are handed over in pieces of about this many characters, so that a file never lies in memory whole. */
const CHUNK_CHARACTERS = 64 * 1024;

/** Gathers lines into chunks. */
export function* inChunks(lines: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length >= CHUNK_CHARACTERS) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

/** One CSV field (RFC 4180): quoted only where it must be. */
export function csvField(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** A row by column name; the column list is a literal, so a misspelt column does not compile. */
export type Row<Column extends string> = Readonly<Partial<Record<Column, string>>>;

/** One CSV line of the columns; absent columns are blank. */
export function csvLine<Column extends string>(columns: readonly Column[], row: Row<Column>): string {
  return `${columns.map((column) => csvField(row[column] ?? '')).join(',')}\n`;
}

/** Header and rows as CSV lines. */
export function* csvLines<Column extends string>(columns: readonly Column[], rows: Iterable<Row<Column>>): Generator<string> {
  yield `${columns.map(csvField).join(',')}\n`;
  for (const row of rows) yield csvLine(columns, row);
}

/** Header and rows with every field in double quotes, as PayPal writes its reports. */
export function* quotedLines<Column extends string>(columns: readonly Column[], rows: Iterable<Row<Column>>): Generator<string> {
  const line = (values: readonly string[]): string => `${values.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')}\n`;
  yield line(columns);
  for (const row of rows) yield line(columns.map((column) => row[column] ?? ''));
}

/** Header and rows as tab-separated lines; tabs cannot occur in the generator's values. */
export function* tabLines<Column extends string>(columns: readonly Column[], rows: Iterable<Row<Column>>): Generator<string> {
  yield `${columns.join('\t')}\n`;
  for (const row of rows) yield `${columns.map((column) => row[column] ?? '').join('\t')}\n`;
}
