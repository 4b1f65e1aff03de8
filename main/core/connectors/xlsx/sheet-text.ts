/** Rows of a sheet as lines of tab-separated text. */
import { childAt, childrenAt, type XmlNode } from '../xml/document.ts';
import { attributeOf, partText } from './parts.ts';
import { momentText, numberText, writtenMoment } from './values.ts';
import type { Workbook } from './workbook.ts';
import { WorkbookFault } from './zip.ts';

/** Rows and columns that the format has. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;
/** Text of one sheet: a text that many cells share is written out for each of them. */
const MOST_TEXT = 2 ** 30;
const LONGEST_ROW = 1 << 22;
const SHOWN_FORMULA = 200;

export class SheetText {
  readonly #workbook: Pick<Workbook, 'shared' | 'formats' | 'is1904'>;
  readonly #name: string;
  #lines = '';
  #row = 0;
  /** Cells of the widest row so far: rows whose last cells are blank are as wide as the others. */
  #width = 0;
  #made = 0;

  constructor(workbook: Pick<Workbook, 'shared' | 'formats' | 'is1904'>, name: string) {
    this.#workbook = workbook;
    this.#name = name;
  }

  /** What was made since the last call. */
  take(): string {
    const lines = this.#lines;
    this.#lines = '';
    return lines;
  }

  row(node: XmlNode): void {
    const number = Number(attributeOf(node, 'r') ?? this.#row + 1);
    if (!Number.isInteger(number) || number <= this.#row || number > MOST_ROWS)
      this.#stop(`row ${attributeOf(node, 'r') ?? ''} stands where none can be`);
    const cells = this.#cellsOf(node);
    this.#width = Math.max(this.#width, cells.length);
    const line = `${'\n'.repeat(number - this.#row - 1)}${cells.join('\t')}${'\t'.repeat(this.#width - cells.length)}\n`;
    this.#row = number;
    this.#made += line.length;
    if (this.#made > MOST_TEXT) this.#stop('it holds more text than any real one');
    this.#lines += line;
  }

  /** Up to the last that is not blank. */
  #cellsOf(row: XmlNode): string[] {
    const cells: string[] = [];
    let column = 0;
    let length = 0;
    for (const cell of row.children) {
      if (cell.name !== 'c') continue;
      column = columnOf(cell.attributes.r) ?? column + 1;
      if (column <= cells.length && cells[column - 1] !== '') this.#stop(`two cells are ${cell.attributes.r ?? 'in one place'}`);
      if (column > MOST_COLUMNS) this.#stop('it is wider than any');
      const text = written(this.#textOf(cell));
      if (text === '') continue;
      length += text.length;
      if (length > LONGEST_ROW) this.#stop('a row holds more text than any real one');
      while (cells.length < column - 1) cells.push('');
      cells[column - 1] = text;
    }
    return cells;
  }

  #textOf(cell: XmlNode): string {
    const { t: type = 'n', s: style } = cell.attributes;
    if (type === 'inlineStr') return inlineText(cell);
    const stored = childAt(cell, 'v')?.text ?? '';
    const formula = childAt(cell, 'f');
    // What was never worked out is shown as it is, and never read as blank or zero.
    if (stored.trim() === '') return formula === null ? '' : `=${partText(formula.text).slice(0, SHOWN_FORMULA)}`;
    switch (type) {
      case 's':
        return (
          this.#workbook.shared[Number(stored)] ?? this.#stop(`${cell.attributes.r ?? 'a cell'} refers to a text that is not there`)
        );
      case 'b':
        return stored.trim() === '1' ? 'TRUE' : 'FALSE';
      case 'd':
        return writtenMoment(partText(stored));
      case 'n':
        return this.#numberOf(stored, Number(style ?? 0));
      default:
        return partText(stored);
    }
  }

  #numberOf(stored: string, style: number): string {
    const moment = momentText(Number(stored), this.#workbook.formats[style] ?? null, this.#workbook.is1904);
    return moment ?? numberText(stored) ?? partText(stored);
  }

  #stop(why: string): never {
    throw new WorkbookFault(`The sheet “${this.#name}” cannot be read: ${why}.`);
  }
}

function inlineText(cell: XmlNode): string {
  const own = childrenAt(cell, 'is/t').concat(childrenAt(cell, 'is/r/t'));
  return partText(own.map(({ text }) => text).join(''));
}

/** `AB12` is column 28; null for a cell that does not say where it is. */
function columnOf(reference: string | undefined): number | null {
  if (reference === undefined) return null;
  let column = 0;
  for (let i = 0; i < reference.length; i++) {
    const letter = reference.charCodeAt(i) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column === 0 ? null : column;
}

/** One line without separators. A quote at its beginning stands behind a blank, where no reader takes it for the opening of a cell. */
function written(text: string): string {
  const line = text.replace(/[\t\r\n\v\f\u0085\u2028\u2029]+/g, ' ').trim();
  return line.startsWith('"') ? ` ${line}` : line;
}
