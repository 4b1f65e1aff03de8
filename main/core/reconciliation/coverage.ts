/** How far each source tells everything: what is missing outside its coverage is waited for, not broken. */
import { dayOf } from './bookings.ts';
import { NO_MINUTE, type ReconcileInput } from './inputs.ts';

export interface Span {
  readonly fromDay: number;
  readonly toDay: number;
}

export class Coverage {
  readonly #spans = new Map<number, Span[]>();

  constructor(input: ReconcileInput) {
    for (const { source, fromDay, toDay } of input.coverage) this.#add(source, { fromDay, toDay });
    const stated = new Set(this.#spans.keys());
    this.#observe(input, stated);
  }

  /** Whether a source tells everything about a day. */
  covers(source: number, day: number): boolean {
    return this.#spans.get(source)?.some(({ fromDay, toDay }) => day >= fromDay && day <= toDay) === true;
  }

  /** Whether it does for a whole span. */
  coversSpan(source: number, fromDay: number, toDay: number): boolean {
    return this.#spans.get(source)?.some((span) => fromDay >= span.fromDay && toDay <= span.toDay) === true;
  }

  firstDay(source: number): number | null {
    const spans = this.#spans.get(source);
    return spans === undefined ? null : Math.min(...spans.map(({ fromDay }) => fromDay));
  }

  lastDay(source: number): number | null {
    const spans = this.#spans.get(source);
    return spans === undefined ? null : Math.max(...spans.map(({ toDay }) => toDay));
  }

  #add(source: number, span: Span): void {
    const list = this.#spans.get(source);
    if (list === undefined) this.#spans.set(source, [span]);
    else list.push(span);
  }

  /** Sources without stated coverage: from their first to their last record. */
  #observe(input: ReconcileInput, stated: ReadonlySet<number>): void {
    const { sources } = input;
    const { first, last } = spansOf(input);
    for (const source of sources.keys()) {
      if (stated.has(source) || first[source] === Number.POSITIVE_INFINITY) continue;
      this.#add(source, { fromDay: dayOf(first[source] as number), toDay: dayOf(last[source] as number) });
    }
  }
}

/** First and last minute by source. */
export interface Spans {
  readonly first: Float64Array;
  readonly last: Float64Array;
}

/** First and last minute (UTC) of the money and the orders of each source; infinite where nothing of it has a date. */
export function spansOf({
  money,
  orders,
  sources,
  rest,
}: Pick<ReconcileInput, 'money' | 'orders' | 'sources'> & { readonly rest?: Spans | undefined }): Spans {
  const first = rest?.first.slice() ?? new Float64Array(sources.length).fill(Number.POSITIVE_INFINITY);
  const last = rest?.last.slice() ?? new Float64Array(sources.length).fill(Number.NEGATIVE_INFINITY);
  const see = (source: number, minute: number): void => {
    if (minute === NO_MINUTE) return;
    if (minute < (first[source] as number)) first[source] = minute;
    if (minute > (last[source] as number)) last[source] = minute;
  };
  for (let row = 0; row < money.size; row++) see(money.source[row] as number, money.minute[row] as number);
  for (let order = 0; order < orders.size; order++) see(orders.source[order] as number, orders.placed[order] as number);
  return { first, last };
}
