/** What a run says of the book as a whole: sources that end too early, clearing accounts month by month, leaks. Stored with the run. */
import type { Leak, ReconcileOutput } from '#core/reconciliation/outputs.ts';
import { NO_SOURCE } from '#core/reconciliation/waiting.ts';
import { civilFromDay } from '#shared/domain/instant.ts';
import type { LoadedBook } from '../load/index.ts';
import type { Source } from '../load/places.ts';

export interface ReportedWaiting {
  readonly system: string;
  readonly account: string;
  /** Account inside the source, or ''. */
  readonly inside: string;
  /** ISO date, or null: no file of it at all. */
  readonly afterDay: string | null;
  readonly items: number;
  readonly amountMinor: number;
  readonly currency: string;
}

export interface ReportedMonth {
  readonly account: string;
  readonly system: string;
  readonly systemAccount: string;
  readonly currency: string;
  readonly month: string;
  readonly openingMinor: number;
  readonly closingMinor: number;
  readonly movements: Readonly<Record<string, number>>;
}

export interface ReportedCoverage {
  readonly system: string;
  readonly account: string;
  readonly inside: string;
  /** ISO dates. */
  readonly fromDay: string;
  readonly toDay: string;
  readonly basis: 'statement' | 'observed' | 'confirmed';
}

export type ReportedLeak = Omit<Leak, 'currency'> & { readonly currency: string };

export interface MoneyReport {
  readonly waiting: readonly ReportedWaiting[];
  readonly months: readonly ReportedMonth[];
  readonly leaks: readonly ReportedLeak[];
  readonly coverage: readonly ReportedCoverage[];
}

export function reportOf(
  { input, sources, texts, coverage }: LoadedBook,
  output: Pick<ReconcileOutput, 'waiting' | 'rollForward' | 'leaks'>,
): MoneyReport {
  const currency = (place: number): string => input.currencies[place] ?? '';
  return {
    waiting: output.waiting.map(({ source, account, afterDay, items, currency: place, minor }) => ({
      // A book without any bank file waits for one all the same.
      ...(source === NO_SOURCE ? { system: 'bank', account: '' } : named(sources.at(source))),
      inside: texts.text(account),
      afterDay: afterDay === null ? null : isoDate(afterDay),
      items,
      amountMinor: minor,
      currency: currency(place),
    })),
    months: output.rollForward.map(({ account, source, currency: place, month, opening, closing, movements }) => ({
      account,
      system: sources.at(source).system,
      systemAccount: sources.at(source).account,
      currency: currency(place),
      month,
      openingMinor: opening,
      closingMinor: closing,
      movements,
    })),
    leaks: output.leaks.map((leak) => ({ ...leak, currency: currency(leak.currency) })),
    coverage: coverage.map(({ source, account, fromDay, toDay, basis }) => ({
      system: sources.at(source).system,
      account: sources.at(source).account,
      inside: texts.text(account),
      fromDay: isoDate(fromDay),
      toDay: isoDate(toDay),
      basis,
    })),
  };
}

function named({ system, account }: Source): { readonly system: string; readonly account: string } {
  return { system, account };
}

function isoDate(day: number): string {
  const { year, month, dayOfMonth } = civilFromDay(day);
  return `${year}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
}
