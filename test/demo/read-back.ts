import type { Demo, DemoFile } from './generate.ts';

/** Reads generated files back, by means of its own: the tests' witness that files and truth agree. */

export function textOf(demo: Demo, name: string): string {
  const file = [...demo.files, ...demo.truth].find((candidate) => candidate.name === name);
  if (!file) throw new Error(`no file ${name}`);
  return [...file.chunks()].join('');
}

export function filesOf(demo: Demo, system: string, kind: string): DemoFile[] {
  return demo.files.filter((file) => file.system === system && file.kind === kind);
}

/** Cells of delimited text, line by line; a quoted field may hold the delimiter but no line end. */
export function cellsOf(text: string, delimiter: ',' | '\t' = ','): string[][] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (delimiter === '\t' || !line.includes('"') ? line.split(delimiter) : quotedCells(line)));
}

function quotedCells(line: string): string[] {
  const cells: string[] = [];
  for (const match of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g))
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
  return cells;
}

/** Rows by column name; `headerLine` is 1 unless title rows stand above it. */
export function rowsOf(text: string, delimiter: ',' | '\t' = ',', headerLine = 1): Record<string, string>[] {
  const [header = [], ...rows] = cellsOf(text, delimiter).slice(headerLine - 1);
  return rows.map((cells) => Object.fromEntries(header.map((column, i) => [column, cells[i] ?? ''])));
}

/** `-1,234.50` → −123450: minor units of a two-decimal currency. */
export function cents(text: string): number {
  const digits = text.replaceAll(',', '');
  if (!/^-?\d+\.\d\d$/.test(digits)) throw new Error(`not an amount with two decimals: ${text}`);
  return Number(digits.replace('.', ''));
}

export interface TruthRecord {
  readonly system: string;
  readonly account: string;
  readonly type: string;
  readonly nativeId: string;
  readonly aliases: readonly string[];
}

export interface TruthOrder {
  readonly id: string;
  readonly members: readonly TruthRecord[];
  readonly held: readonly TruthRecord[];
  readonly copies: readonly { readonly system: string; readonly nativeId: string; readonly refs: readonly string[] }[];
  readonly customer: string;
  readonly placedAt: string;
  readonly totalMinor: number;
  readonly currency: string;
  readonly position: Readonly<Record<string, number>>;
  readonly byCurrency: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly positionAsked: boolean;
}

export interface TruthLink {
  readonly kind: string;
  readonly from: TruthRecord;
  readonly to: TruthRecord;
  readonly amountMinor: number;
  readonly currency: string;
}

export interface TruthPair {
  readonly trap: number;
  readonly a: TruthRecord;
  readonly b: TruthRecord;
}

export interface TruthTie {
  readonly record: TruthRecord;
  readonly candidates: readonly TruthRecord[];
  readonly truth: TruthRecord;
}

/** The lines of one truth file. The caller names their shape; the generator's own types stand behind it. */
export function truthOf<T>(demo: Demo, name: string): T[] {
  return textOf(demo, name)
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
