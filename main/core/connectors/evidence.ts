/** Settling, over the whole of a file, which number of a date is the day and which mark starts the decimals; or asking, with proof. */
import { type FieldName, fieldSpec } from '#shared/domain/fields.ts';
import { DAY_MS, isoDay } from '#shared/domain/instant.ts';
import { type DecimalMark, formatPlain } from '#shared/domain/money.ts';
import { markEvidence, readAmount } from '../normalise/amounts.ts';
import { type DateOrder, DateReader, dateEvidence } from '../normalise/dates.ts';
import type { ProofRow, Question, Unsettled } from './connector.ts';
import type { Columns } from './csv/header.ts';
import type { CsvLayout } from './csv/layout.ts';

const PROOF_ROWS = 3;

/** Columns of a layout that hold dates and amounts. */
export function evidenceColumns(
  layout: CsvLayout,
  columns: Columns,
): { readonly dates: readonly number[]; readonly amounts: readonly number[] } {
  const of = (kind: 'instant' | 'money') =>
    Object.entries(layout.facts).flatMap(([field, names]) =>
      fieldSpec(field as FieldName).kind === kind ? columns.findAll(names) : [],
    );
  return {
    dates: [...of('instant'), ...columns.findAll(layout.moreDates ?? [])],
    amounts: [...of('money'), ...columns.findAll(layout.moreAmounts ?? [])],
  };
}

interface OpenValue {
  readonly line: number;
  readonly column: string;
  readonly text: string;
}

/**
 * Evidence is pooled over the columns of a file, since one program wrote them all in one style. One value that can only be read one
 * way settles the file; values that contradict each other settle nothing.
 */
export class DateEvidence {
  #dmy = 0;
  #mdy = 0;
  #plain = 0;
  readonly #open: OpenValue[] = [];

  add(text: string, line: number, column: string): void {
    const evidence = dateEvidence(text);
    if (evidence === 'dmy') this.#dmy++;
    else if (evidence === 'mdy') this.#mdy++;
    else if (evidence === 'same') this.#plain++;
    else if (evidence === 'open' && this.#open.length < PROOF_ROWS) this.#open.push({ line, column, text });
  }

  get order(): DateOrder | null {
    if (this.#dmy > 0 && this.#mdy > 0) return null;
    return this.#dmy > 0 ? 'dmy' : this.#mdy > 0 ? 'mdy' : null;
  }

  /** Whether reading on could change the answer: nothing settled yet, or only dates that need no order were seen. */
  get settled(): boolean {
    return this.order !== null || (this.#plain > 0 && this.#open.length === 0);
  }

  question(): Question | null {
    const first = this.#open[0];
    if (this.order !== null || first === undefined) return null;
    return { kind: 'dateOrder', column: first.column, choices: ['dmy', 'mdy'], proof: this.#open.map(dateProof) };
  }
}

function dateProof({ line, text }: OpenValue): ProofRow {
  const readings = (['dmy', 'mdy'] as const).map((order) => {
    const instant = new DateReader(order, 'UTC', true).read(text);
    return typeof instant === 'string' ? '' : isoDay(Math.floor(instant.ms / DAY_MS));
  });
  return { line, text, readings };
}

export class MarkEvidence {
  #dot = 0;
  #comma = 0;
  readonly #open: OpenValue[] = [];

  add(text: string, line: number, column: string): void {
    const evidence = markEvidence(text);
    if (evidence === '.') this.#dot++;
    else if (evidence === ',') this.#comma++;
    else if (evidence === 'open' && this.#open.length < PROOF_ROWS) this.#open.push({ line, column, text });
  }

  get mark(): DecimalMark | null {
    if (this.#dot > 0 && this.#comma > 0) return null;
    return this.#dot > 0 ? '.' : this.#comma > 0 ? ',' : null;
  }

  get settled(): boolean {
    return this.mark !== null;
  }

  question(): Question | null {
    const first = this.#open[0];
    if (this.mark !== null || first === undefined) return null;
    const proof = this.#open.map(({ line, text }) => ({
      line,
      text,
      readings: (['.', ','] as const).map((mark) => plainAmount(text, mark)),
    }));
    return { kind: 'decimalMark', column: first.column, proof };
  }
}

/** As a currency with two decimals would have it; blank when that reading is none. */
function plainAmount(text: string, mark: DecimalMark): string {
  const amount = readAmount(text, 'EUR', mark) ?? readAmount(text, 'KWD', mark);
  if (amount === null) return '';
  return readAmount(text, 'EUR', mark) === null ? formatPlain(amount, 'KWD') : formatPlain(amount, 'EUR');
}

/** Settings as far as they are known, and what is still to be found or asked. */
export interface Settled {
  readonly dateOrder: DateOrder | null;
  readonly decimalMark: DecimalMark;
  readonly questions: readonly Question[];
  readonly unsettled: readonly Unsettled[];
}

/**
 * @param given what the user stated (command line, an answered question): it is not doubted.
 * @param usual the mark the vendor always writes, used when the amounts do not contradict it.
 * @param complete whether the evidence covers the whole file.
 */
export function settle(
  dates: DateEvidence,
  marks: MarkEvidence,
  given: { readonly dateOrder: DateOrder | null; readonly decimalMark: DecimalMark | null },
  usual: DecimalMark | null,
  complete: boolean,
): Settled {
  const questions: Question[] = [];
  const unsettled: Unsettled[] = [];
  const dateOrder = given.dateOrder ?? dates.order;
  if (given.dateOrder === null && !dates.settled) {
    const question = dates.question();
    if (!complete) unsettled.push('dateOrder');
    else if (question !== null) questions.push(question);
  }
  const decimalMark = given.decimalMark ?? marks.mark ?? usual;
  if (decimalMark === null) {
    const question = marks.question();
    if (!complete) unsettled.push('decimalMark');
    else if (question !== null) questions.push(question);
  }
  return { dateOrder, decimalMark: decimalMark ?? '.', questions, unsettled };
}
