/** What people decide about money: links, exceptions, write-offs, and the policy they are judged by. Records are named by key. */
import type { Owner, Policy } from './policy.ts';
import type { RecordKey } from './source-record.ts';

/** What is done about an exception. */
export type ExceptionAct =
  /** It is so, and nothing is done about it; or it was seen to outside the book. */
  | { readonly do: 'waive' | 'resolve' }
  /** Comes back at this time, UTC ms. */
  | { readonly do: 'snooze'; readonly untilMs: number }
  | { readonly do: 'assign'; readonly owner: Owner; readonly assignee: string | null };

/** A source, and a bank or gateway account inside it; null: all of the source. */
export interface AccountName {
  readonly system: RecordKey['system'];
  readonly account: string;
  readonly inside: string | null;
}

export type MoneyDecisionBody =
  /** This is, or is not, the other end of a link. A payout is named by a record of its own, or by the id that its lines name. */
  | {
      readonly kind: 'link';
      /** One of LINK_KINDS. */
      readonly link: string;
      readonly from: RecordKey;
      readonly to: RecordKey;
      readonly verdict: 'linked' | 'apart';
    }
  /** Holds while the exception speaks of the same amount. */
  | {
      readonly kind: 'exception';
      readonly exceptionId: string;
      readonly reason: string;
      readonly subjects: readonly RecordKey[];
      readonly amountMinor: number | null;
      readonly act: ExceptionAct;
    }
  /** Takes a difference of an order, payment or refund to write-offs. Minor units, signed as the difference. */
  | { readonly kind: 'write_off'; readonly record: RecordKey; readonly amountMinor: number; readonly currency: string }
  /** The latest standing one is in force. */
  | { readonly kind: 'policy'; readonly policy: Policy }
  /** Balance with which an account begins at the book's start date; the latest standing one of an account and currency counts. */
  | {
      readonly kind: 'opening';
      readonly at: AccountName;
      readonly currency: string;
      readonly amountMinor: number;
    }
  /** The days (ISO, both ends) about which a source tells everything; or, with `lacks`, about which it does not. */
  | {
      readonly kind: 'coverage';
      readonly at: AccountName;
      readonly fromDay: string;
      readonly toDay: string;
      readonly lacks?: boolean;
    };

export type MoneyDecisionKind = MoneyDecisionBody['kind'];

export const MONEY_DECISIONS = [
  'link',
  'exception',
  'write_off',
  'policy',
  'opening',
  'coverage',
] as const satisfies readonly MoneyDecisionKind[];

/** Every key that a decision about money names. */
export function keysOfMoney(body: MoneyDecisionBody): readonly RecordKey[] {
  switch (body.kind) {
    case 'link':
      return [body.from, body.to];
    case 'exception':
      return body.subjects;
    case 'write_off':
      return [body.record];
    case 'policy':
    case 'opening':
    case 'coverage':
      return [];
  }
}
