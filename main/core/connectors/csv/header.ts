/** Column names of a delimited file. Columns are found by name only, never by position. */

/** Header names per meaning, preferred first. Where a file has several, the first that is not blank counts. */
export type ColumnNames = readonly string[];

/**
 * Name of a column as it is compared: case, punctuation and the stars of import templates make no difference, so that `*InvoiceNumber`,
 * `Lineitem compare-at price` and `lineitem compare at price` are found alike. A name of marks only (`#`) stays as it is.
 */
export function headerKey(name: string): string {
  const bare = latin(
    name
      .replace(/^\ufeff/, '')
      .normalize('NFKC')
      .trim()
      .toLowerCase(),
  );
  return bare.replace(/[^\p{L}\p{N}]+/gu, ' ').trim() || bare;
}

/** Cyrillic letters that look like Latin ones, as files in circulation have them inside a word (`Аndere`). */
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ѕ: 's',
  ј: 'j',
};

function latin(text: string): string {
  if (!/[\u0400-\u04ff]/.test(text) || !/[a-z]/.test(text)) return text;
  return text.replace(/[\u0400-\u04ff]/g, (letter) => LOOKALIKES[letter] ?? letter);
}

/** Where the columns of one header stand. Of two columns of one name the first counts, as the file's reader would take it. */
export class Columns {
  readonly header: readonly string[];
  readonly #index = new Map<string, number>();

  constructor(header: readonly string[]) {
    this.header = header;
    header.forEach((name, i) => {
      const key = headerKey(name);
      if (key !== '' && !this.#index.has(key)) this.#index.set(key, i);
    });
  }

  /** Index of the first of these names that the header has, or −1. */
  find(names: ColumnNames): number {
    for (const name of names) {
      const index = this.#indexOf(name);
      if (index >= 0) return index;
    }
    return -1;
  }

  /** Indexes of all of these names that the header has, in order of preference. */
  findAll(names: ColumnNames): readonly number[] {
    return [...new Set(names.map((name) => this.#indexOf(name)).filter((index) => index >= 0))];
  }

  /** A name that ends in `…` stands for every name that begins so (`Amount spent (…` with any currency). */
  #indexOf(name: string): number {
    const key = headerKey(name);
    if (!name.endsWith('…')) return this.#index.get(key) ?? -1;
    for (const [candidate, index] of this.#index) if (candidate.startsWith(`${key} `)) return index;
    return -1;
  }

  has(names: ColumnNames): boolean {
    return this.find(names) >= 0;
  }

  name(index: number): string {
    return this.header[index] ?? '';
  }
}

/** Same columns, in any order, whatever their spelling: one saved mapping serves them all. */
export function sameHeader(a: readonly string[], b: readonly string[]): boolean {
  const keys = (header: readonly string[]) =>
    header
      .map(headerKey)
      .filter((key) => key !== '')
      .sort()
      .join('\n');
  return keys(a) === keys(b);
}
