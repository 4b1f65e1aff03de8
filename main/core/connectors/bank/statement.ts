/** What a statement says of itself while it is read: its account, its span, its balances, and what its lines sum to. */
import { dayNumber, isoDay, type SourceInstant } from '#shared/domain/instant.ts';
import type { StatementDraft } from '#shared/domain/money-events.ts';

export class OpenStatement {
  account: string | null = null;
  currency: string | null = null;
  openingMinor: number | null = null;
  closingMinor: number | null = null;
  statedMinor: number | null = null;
  /** Bounds as the statement names them, days since 1970. */
  fromDay: number | null = null;
  toDay: number | null = null;
  /** Days of its balances. */
  openingDay: number | null = null;
  closingDay: number | null = null;
  readonly line: number;
  #sum = 0;
  #firstDay: number | null = null;
  #lastDay: number | null = null;
  #sure = true;

  constructor(line: number) {
    this.line = line;
  }

  /** A line of it that was read. */
  add(amountMinor: number, bookedAt: SourceInstant): void {
    this.#sum += amountMinor;
    const day = dayNumber(bookedAt.ms);
    this.#firstDay = Math.min(this.#firstDay ?? day, day);
    this.#lastDay = Math.max(this.#lastDay ?? day, day);
  }

  /** A line of it could not be read, or is in another currency: its sum says nothing any more. */
  doubt(): void {
    this.#sure = false;
  }

  get linesMinor(): number | null {
    return this.#sure ? this.#sum : null;
  }

  /** Null where it does not even say in which currency it is. */
  draft(): StatementDraft | null {
    if (this.currency === null) return null;
    const days = this.#days();
    return {
      account: this.account ?? '',
      currency: this.currency,
      fromDay: days.from === null ? null : isoDay(days.from),
      toDay: days.to === null ? null : isoDay(days.to),
      openingMinor: this.openingMinor,
      closingMinor: this.closingMinor,
      statedMinor: this.statedMinor,
      linesMinor: this.linesMinor,
      line: this.line,
    };
  }

  /**
   * Bounds as stated, widened to the lines: some programs state the day of the download. Where only balances are dated: an opening
   * balance carries either the first day or the day before it, which was told by the statement before. A line on that day or earlier
   * shows that it is the first; without one the next day is.
   */
  #days(): { readonly from: number | null; readonly to: number | null } {
    const { openingDay } = this;
    const first = this.#firstDay;
    const last = this.toDay ?? this.closingDay;
    const to = last === null || this.#lastDay === null ? (last ?? this.#lastDay) : Math.max(last, this.#lastDay);
    if (this.fromDay !== null && this.fromDay >= EARLIEST) return { from: Math.min(this.fromDay, first ?? this.fromDay), to };
    if (openingDay === null) return { from: first, to };
    if (first !== null && first <= openingDay) return { from: first, to };
    return { from: to !== null && to > openingDay ? openingDay + 1 : openingDay, to };
  }
}

/** 1980: what is earlier stands for "not known". */
const EARLIEST = 3652;
