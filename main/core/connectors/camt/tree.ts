/** Reading values out of the elements of a statement. */
import type { SourceInstant } from '#shared/domain/instant.ts';
import { readAmount } from '../../normalise/amounts.ts';
import { readCurrency } from '../../normalise/currencies.ts';
import { bankDay } from '../bank/line.ts';
import { BadValue } from '../cells.ts';
import { childAt, childrenAt, type XmlNode } from '../xml/document.ts';

export class CamtValues {
  readonly #decode: (text: string) => string;

  /** @param decode a node's own text as it is meant, trimmed. */
  constructor(decode: (text: string) => string) {
    this.#decode = decode;
  }

  /** Text of the first of these paths that is not blank. */
  text(node: XmlNode, paths: readonly string[]): string | null {
    for (const path of paths) {
      const found = childAt(node, path);
      const text = found === null ? '' : this.#decode(found.text);
      if (text !== '') return text;
    }
    return null;
  }

  texts(node: XmlNode, path: string): readonly string[] {
    return childrenAt(node, path)
      .map(({ text }) => this.#decode(text))
      .filter((text) => text !== '');
  }

  /** The day of a date or a date with time, as written. */
  day(node: XmlNode, paths: readonly string[]): SourceInstant | null {
    const text = this.text(node, paths);
    if (text === null) return null;
    const column = paths[0] ?? '';
    const parts = /^(\d{4})-(\d{2})-(\d{2})(?=$|[TZ+-])/.exec(text);
    if (parts === null) throw new BadValue('bad_date', column, text, `“${text}” is not a date.`);
    return bankDay(Number(parts[1]), Number(parts[2]), Number(parts[3]), text, column);
  }

  /** An amount without sign, and its currency. */
  amount(node: XmlNode | null, column: string, fallback: string | null): { readonly minor: number; readonly currency: string } {
    const text = node === null ? '' : this.#decode(node.text);
    if (node === null || text === '') throw new BadValue('missing_value', column, '', 'This entry has no amount.');
    const { Ccy: written = fallback } = node.attributes;
    const currency = written === null ? null : readCurrency(written);
    if (currency === null) throw new BadValue('bad_currency', column, written ?? '', 'This amount has no currency.');
    const minor = readAmount(text, currency, '.');
    if (minor === null || minor < 0 || Object.is(minor, -0))
      throw new BadValue('bad_amount', column, text, `“${text}” is not an amount in ${currency}.`);
    return { minor, currency };
  }

  /** +1 for what comes in, −1 for what goes out. A reversal's mark already says what the reversal does. */
  sign(node: XmlNode, fallback: 1 | -1 | null): 1 | -1 {
    const text = this.text(node, ['CdtDbtInd']);
    if (text === 'CRDT') return 1;
    if (text === 'DBIT') return -1;
    if (text === null && fallback !== null) return fallback;
    throw new BadValue(
      'unknown_value',
      'CdtDbtInd',
      text ?? '',
      `“${text ?? ''}” is neither CRDT nor DBIT, so the sign is not known.`,
    );
  }
}
