/** Writes rows as an Excel workbook, in constant memory. */
import { setImmediate } from 'node:timers/promises';
import type { Row } from '#core/exports/csv.ts';
import { SHEET_ROWS, sheetPart, sheetXml, workbookParts } from '#core/exports/xlsx.ts';
import type { TaskControl } from '../job-thread.ts';
import { chunksOf } from './lines.ts';
import { ZipWriter } from './zip-writer.ts';

/**
 * @param name of the sheet, and of those after it with a number: at most 25 characters.
 * @param rowsInSheet the header included.
 * @returns the number of rows under the header.
 */
export async function writeWorkbook(
  path: string,
  name: string,
  rows: Iterable<Row>,
  { signal, report }: Pick<TaskControl<never>, 'signal' | 'report'>,
  rowsInSheet = SHEET_ROWS,
): Promise<number> {
  const zip = new ZipWriter(path);
  try {
    const rest = new Rest(rows, rowsInSheet);
    const sheets: string[] = [];
    do {
      sheets.push(sheets.length === 0 ? name : `${name} ${sheets.length + 1}`);
      await zip.add(
        sheetPart(sheets.length),
        paced(chunksOf(sheetXml(rest.sheet()), ''), () => {
          signal.throwIfAborted();
          report(null, `${rest.count.toLocaleString('en')} rows`);
        }),
      );
    } while (!rest.isOver);
    for (const [part, text] of workbookParts(sheets)) await zip.add(part, [Buffer.from(text)]);
    zip.finish();
    return rest.count;
  } catch (error) {
    zip.abandon();
    throw error;
  }
}

async function* paced(chunks: Iterable<Uint8Array>, step: () => void): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    yield chunk;
    await setImmediate();
    step();
  }
}

/** Shares out rows among sheets, each under the header that comes first. */
class Rest {
  readonly #rows: Iterator<Row>;
  readonly #rowsInSheet: number;
  #header: Row | null = null;
  #next: IteratorResult<Row>;
  count = 0;

  constructor(rows: Iterable<Row>, rowsInSheet: number) {
    this.#rowsInSheet = rowsInSheet;
    this.#rows = rows[Symbol.iterator]();
    this.#next = this.#rows.next();
  }

  get isOver(): boolean {
    return this.#next.done === true;
  }

  *sheet(): Generator<Row> {
    if (this.#header === null && !this.isOver) {
      this.#header = this.#next.value as Row;
      this.#next = this.#rows.next();
    }
    if (this.#header !== null) yield this.#header;
    for (let inSheet = 1; !this.isOver && inSheet < this.#rowsInSheet; inSheet++) {
      this.count++;
      yield this.#next.value as Row;
      this.#next = this.#rows.next();
    }
  }
}
