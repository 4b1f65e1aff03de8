import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, expect, test } from 'vitest';
import { numberCell, type Row } from '#core/exports/csv.ts';
import { sheetTexts } from '#test/factories/workbook.ts';
import { writeWorkbook } from './xlsx-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'onefold-xlsx-'));
afterAll(() => rmSync(folder, { recursive: true }));

const control = { signal: new AbortController().signal, report: () => undefined };

async function written(rows: Iterable<Row>, name = 'a.xlsx') {
  const path = join(folder, name);
  const count = await writeWorkbook(path, 'Change log', rows, control);
  return { count, bytes: readFileSync(path) };
}

test('what is written is read again, whatever signs it holds', async () => {
  const rows: Row[] = [
    ['seq', 'client', 'total', 'note'],
    [numberCell(1), '=HYPERLINK("http://x.example")', numberCell('-12.50'), null],
    [numberCell(2), '<b>Küster & Co</b> 🧵 _x0041_', null, `a\u0001b${'x'.repeat(40_000)}`],
  ];
  const { count, bytes } = await written(rows);
  expect(count).toBe(2);
  const [, first, second] = (sheetTexts(bytes).get('Change log') ?? '').split('\n').map((line) => line.split('\t'));
  expect(first).toEqual(['1', '=HYPERLINK("http://x.example")', '-12.5', '']);
  expect(second?.slice(0, 3)).toEqual(['2', '<b>Küster & Co</b> 🧵 _x0041_', '']);
  expect(second?.[3]).toBe(`a\u0001b${'x'.repeat(32_763)}…`);
});

test('a text is stored as a text, and marked where a spreadsheet could take it for a formula', async () => {
  const { bytes } = await written([['a'], ['+1'], ['plain']]);
  const xml = new TextDecoder().decode(unzipSync(bytes)['xl/worksheets/sheet1.xml']);
  expect(xml).toContain('<c r="A2" s="1" t="inlineStr"><is><t xml:space="preserve">+1</t></is></c>');
  expect(xml).toContain('<c r="A3" t="inlineStr">');
  expect(xml).not.toContain('<f>');
});

test('an export of nothing is a workbook of nothing, and the same rows are the same bytes', async () => {
  expect((await written([])).count).toBe(0);
  const rows: Row[] = [['a'], ['b']];
  expect((await written(rows, '1.xlsx')).bytes.equals((await written(rows, '2.xlsx')).bytes)).toBe(true);
});

test('more rows than a sheet has go on in another, under the same header', async () => {
  const path = join(folder, 'long.xlsx');
  const rows: Row[] = [['n'], ...Array.from({ length: 5 }, (_, i) => [numberCell(i + 1)])];
  expect(await writeWorkbook(path, 'Change log', rows, control, 3)).toBe(5);
  expect([...sheetTexts(readFileSync(path))]).toEqual([
    ['Change log', 'n\n1\n2\n'],
    ['Change log 2', 'n\n3\n4\n'],
    ['Change log 3', 'n\n5\n'],
  ]);
});
