/** A table says the same however a program writes it: the columns in another order, another separator, encoding or kind of line break. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesOf, detect, fixtureBytes, parse, readBytes } from '#test/factories/read-file.ts';
import { decodeUnits } from '../encoding.ts';
import { csvLayout } from '../layouts.ts';
import { CsvScanner } from './scan.ts';

const FIXTURES = join(import.meta.dirname, '../../../../test/fixtures');
const DEFAULTS = { dateOrder: 'dmy' as const };
const FILES = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:csv|txt)$/.test(file))
  .filter((file) => {
    const { layoutId, options } = detect(fixtureBytes(file), DEFAULTS);
    return layoutId !== null && csvLayout(options)?.quotes !== false;
  });

function rowsOf(bytes: string, delimiter: string, decode: (cell: string) => string): string[][] {
  const rows: string[][] = [];
  const scanner = new CsvScanner(
    { delimiter, quotes: true },
    { row: (row) => rows.push(Array.from({ length: row.count }, (_, i) => decode(row.cell(i)))), broken: () => undefined },
  );
  scanner.push(bytes.replace(/^\xef\xbb\xbf/, ''));
  scanner.end();
  return rows;
}

function written(rows: readonly (readonly string[])[], delimiter = ',', lineBreak = '\n'): string {
  const cell = (text: string) => (/["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(cell).join(delimiter) + lineBreak).join('');
}

describe.each(FILES)('%s', (file) => {
  const bytes = fixtureBytes(file);
  const detection = detect(bytes, DEFAULTS);
  const whole = parse(bytes, detection);
  const delimiter = detection.options.delimiter ?? ',';
  const rows = rowsOf(bytes, delimiter, (cell) => decodeUnits(cell, detection.options.encoding) ?? cell);
  const said = ({ records }: { records: typeof whole.records }) => records.map(({ type, facts }) => JSON.stringify([type, facts]));
  const says = (other: string) => {
    const found = detect(other, DEFAULTS);
    expect([found.layoutId, found.questions]).toEqual([detection.layoutId, []]);
    return said(parse(other, found));
  };

  it('says the same with other separators, line breaks, encodings and lines around it', () => {
    for (const other of [',', ';', '\t', '|']) expect(says(bytesOf(written(rows, other)))).toEqual(said(whole));
    for (const lineBreak of ['\r\n', '\r']) expect(says(bytesOf(written(rows, delimiter, lineBreak)))).toEqual(said(whole));
    const wide = Buffer.from(`\ufeff${written(rows, delimiter)}`, 'utf16le');
    expect(says(wide.toString('latin1'))).toEqual(said(whole));
    expect(says(wide.swap16().toString('latin1'))).toEqual(said(whole));
    expect(says(bytesOf(`My export\n\n${written(rows, delimiter)}\n\n`))).toEqual(said(whole));
  });

  it('says the same with its columns the other way round', () => {
    // The first column of a QuickBooks report has no name; it is known by its place.
    if (detection.system === 'quickbooks') return;
    const width = detection.header.length;
    const turned = rows.map((row) => (row.length === width ? row.toReversed() : row));
    expect(says(bytesOf(written(turned, delimiter)))).toEqual(said(whole));
  });

  it('loses one record at most to a torn row, and keeps the names of the others', () => {
    const names = new Set(whole.records.map(({ nativeId }) => nativeId));
    const at = Math.max(detection.headerLine + 1, Math.floor(rows.length / 2));
    const torn = bytesOf(written([...rows.slice(0, at), ['torn', 'row', 'here'], ...rows.slice(at)], delimiter));
    const { records, rejected } = readBytes(torn, DEFAULTS);
    expect(records.filter(({ nativeId }) => !names.has(nativeId))).toEqual([]);
    expect(records.length).toBeGreaterThanOrEqual(whole.records.length - 2);
    expect(rejected.length).toBeGreaterThan(whole.rejected.length);
  });
});
