/** Pieces of a workpaper: headings, tables of figures, and the files that the evidence stands in. */
import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { isoUtc } from '#shared/domain/instant.ts';
import { formatGrouped } from '#shared/domain/money.ts';
import type { Evidence } from '#store/queries/evidence.ts';

/** Files by their number in this workpaper, in the order in which they are first named. */
export class NamedFiles {
  readonly #numbers = new Map<string, number>();

  /** `[2] line 17`, or '' for what stands in no file. */
  place(evidence: Evidence | undefined): string {
    if (evidence === undefined) return '';
    const at = `${evidence.fileName}\n${evidence.sha256}`;
    const number = this.#numbers.get(at) ?? this.#numbers.size + 1;
    this.#numbers.set(at, number);
    return `[${number}] line ${evidence.line}`;
  }

  table(): Content[] {
    if (this.#numbers.size === 0) return [];
    const rows = [...this.#numbers].map(([at, number]) => {
      const [fileName = '', sha256 = ''] = at.split('\n');
      return [`[${number}]`, fileName, sha256];
    });
    return [heading('Files, with their SHA-256'), table(['', 'File', 'SHA-256'], ['auto', '*', 'auto'], rows)];
  }
}

export function heading(text: string): Content {
  return { text, bold: true, fontSize: 10, margin: [0, 10, 0, 3] };
}

export function amount(minor: number | null, currency: string | null): TableCell {
  return { text: minor === null || currency === null ? '' : formatGrouped(minor, currency), alignment: 'right' };
}

/** `2026-03-05 14:02`, UTC. */
export function moment(ms: number | null, dayOnly = false): string {
  return ms === null
    ? ''
    : isoUtc(ms)
        .slice(0, dayOnly ? 10 : 16)
        .replace('T', ' ');
}

/** The first row is repeated on every page. */
export function table(
  columns: readonly string[],
  widths: readonly ('*' | 'auto')[],
  rows: readonly (readonly TableCell[])[],
): Content {
  const head = columns.map((text): TableCell => ({ text, bold: true, color: '#555555' }));
  return {
    table: { headerRows: 1, dontBreakRows: true, widths: [...widths], body: [head, ...rows.map((row) => [...row])] },
    layout: 'lightHorizontalLines',
    fontSize: 7.5,
  };
}
