/**
 * Date, time and zone stand in three columns. The zone is a name that means one offset (`PDT`), an offset of its own (`GMT+01:00`), or
 * a place (`America/Los_Angeles`).
 */
import type { SourceInstant } from '#shared/domain/instant.ts';
import { type DateOrder, DateReader } from '../../normalise/dates.ts';
import { isZone, namedOffset } from '../../normalise/zones.ts';
import { BadValue, type RowCells } from '../cells.ts';

const OFFSET = /^(?:GMT|UTC)([+-])(\d{1,2})(?::?(\d{2}))?$/i;

export class PayPalClock {
  readonly #cells: RowCells;
  readonly #at: { readonly date: number; readonly time: number; readonly zone: number };
  readonly #order: DateOrder | null;
  /** Readers by place; null for a zone that is written behind the time. */
  readonly #zones = new Map<string, { readonly reader: DateReader; readonly suffix: string }>();
  readonly #bookZone: string;

  constructor(
    cells: RowCells,
    at: { readonly date: number; readonly time: number; readonly zone: number },
    order: DateOrder | null,
    bookZone: string,
  ) {
    this.#cells = cells;
    this.#at = at;
    this.#order = order;
    this.#bookZone = bookZone;
  }

  /** When the current row happened. */
  read(): SourceInstant {
    const cells = this.#cells;
    const date = cells.required(this.#at.date);
    const time = cells.text(this.#at.time);
    if (time === null) return cells.values.instant(date, cells.name(this.#at.date), false);
    const zone = cells.text(this.#at.zone);
    const { reader, suffix } = this.#zone(zone);
    const read = reader.read(`${date} ${time}${suffix}`);
    const text = zone === null ? `${date} ${time}` : `${date} ${time} ${zone}`;
    if (typeof read !== 'string') return { ms: read.ms, text, precision: zone === null ? 'local' : 'exact' };
    // Says which of the two cells it is, in the words of every other date.
    cells.values.instant(date, cells.name(this.#at.date), false);
    throw new BadValue('bad_date', cells.name(this.#at.time), time, `“${time}” is not a time.`);
  }

  /** The day as the account's owner saw it, UTC midnight of the written date in ms. */
  readDay(): number {
    return this.#cells.values.instant(this.#cells.required(this.#at.date), this.#cells.name(this.#at.date), false).ms;
  }

  #zone(text: string | null): { readonly reader: DateReader; readonly suffix: string } {
    const key = text ?? '';
    const known = this.#zones.get(key);
    if (known !== undefined) return known;
    const made = this.#make(text);
    this.#zones.set(key, made);
    return made;
  }

  #make(text: string | null): { readonly reader: DateReader; readonly suffix: string } {
    if (text === null) return { reader: new DateReader(this.#order, this.#bookZone, false), suffix: '' };
    if (namedOffset(text) !== null) return { reader: new DateReader(this.#order, 'UTC', true), suffix: ` ${text}` };
    const offset = OFFSET.exec(text);
    if (offset !== null) {
      const suffix = ` ${offset[1] ?? '+'}${(offset[2] ?? '0').padStart(2, '0')}:${offset[3] ?? '00'}`;
      return { reader: new DateReader(this.#order, 'UTC', true), suffix };
    }
    if (text.includes('/') && isZone(text)) return { reader: new DateReader(this.#order, text, false), suffix: '' };
    throw new BadValue('bad_date', this.#cells.name(this.#at.zone), text, `The time zone “${text}” is not known.`);
  }
}
