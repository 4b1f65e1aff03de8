/**
 * The days about which each source tells everything. Bounds that files state come first; a file without bounds covers the days from its
 * first record to its last, until a person says otherwise. Files of one account that lie side by side are one stretch.
 */
import { type CoverageRow, NO_MINUTE } from '#core/reconciliation/inputs.ts';
import { dayFromCivil } from '#shared/domain/instant.ts';

/** Days without a record between two files that are still one stretch: a long weekend. */
const BRIDGED_DAYS = 4;
const MINUTES_OF_DAY = 1440;

export interface Span {
  readonly source: number;
  /** Interned account inside the source; 0: all of it. */
  readonly account: number;
  readonly fromDay: number;
  readonly toDay: number;
}

/** Day number of an ISO date, or null. */
export function dayOfIso(iso: string | null): number | null {
  const parts = iso === null ? null : /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  return parts === null ? null : dayFromCivil(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

export function dayOfMinute(minute: number): number {
  return Math.floor(minute / MINUTES_OF_DAY);
}

/** Columns of which the spans of batches are taken. */
export interface DatedRows {
  readonly size: number;
  readonly source: Uint16Array;
  readonly account: Uint32Array;
  readonly minute: Int32Array;
}

/** First and last day of each batch and account, as its records tell it; batches of which files state bounds are left out. */
export function observedSpans(rows: DatedRows, batches: Int32Array, stated: ReadonlySet<string>): Span[] {
  const spans = new Map<string, { source: number; account: number; fromDay: number; toDay: number }>();
  for (let row = 0; row < rows.size; row++) {
    const minute = rows.minute[row] as number;
    if (minute === NO_MINUTE) continue;
    const [source, account, batch] = [rows.source[row] as number, rows.account[row] as number, batches[row] as number];
    const name = `${batch} ${account}`;
    if (stated.has(name)) continue;
    const day = dayOfMinute(minute);
    const known = spans.get(name);
    if (known === undefined) spans.set(name, { source, account, fromDay: day, toDay: day });
    else {
      known.fromDay = Math.min(known.fromDay, day);
      known.toDay = Math.max(known.toDay, day);
    }
  }
  return [...spans.values()];
}

/** Days of a source and account that a person says are missing, whatever was seen or stated. */
export function withoutDays(spans: readonly Span[], lack: Span): Span[] {
  return spans.flatMap((span) => {
    const apart = span.source !== lack.source || span.account !== lack.account;
    if (apart || span.toDay < lack.fromDay || span.fromDay > lack.toDay) return [span];
    const left = span.fromDay < lack.fromDay ? [{ ...span, toDay: lack.fromDay - 1 }] : [];
    const right = span.toDay > lack.toDay ? [{ ...span, fromDay: lack.toDay + 1 }] : [];
    return [...left, ...right];
  });
}

/** Stretches that touch, or with no more than some days between them, as one; by source, account and first day. */
export function mergeSpans(spans: readonly Span[], bridgedDays = BRIDGED_DAYS): CoverageRow[] {
  const merged: { source: number; account: number; fromDay: number; toDay: number }[] = [];
  const sorted = [...spans].sort(
    (a, b) => a.source - b.source || a.account - b.account || a.fromDay - b.fromDay || a.toDay - b.toDay,
  );
  for (const span of sorted) {
    const last = merged.at(-1);
    const touches = last?.source === span.source && last.account === span.account && span.fromDay <= last.toDay + 1 + bridgedDays;
    if (touches) last.toDay = Math.max(last.toDay, span.toDay);
    else merged.push({ ...span });
  }
  return merged;
}
