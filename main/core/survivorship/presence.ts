/** How the members of an order are presented: which part each plays, what happened when. */
import type { RecordKey } from '#shared/domain/source-record.ts';
import type { RecordType } from '#shared/domain/systems.ts';
import { byAuthority, isContext, isSale, type Member } from './member.ts';
import { showMoney } from './show.ts';

const TYPE_WORDS: Readonly<Record<RecordType, string>> = {
  order: 'Order',
  deal: 'Deal',
  sales_order: 'Sales order',
  invoice: 'Invoice',
  campaign: 'Campaign',
  project: 'Project',
  charge: 'Charge',
  payment: 'Payment',
  refund: 'Refund',
  dispute: 'Dispute',
  fee: 'Fee',
  balance_transaction: 'Balance transaction',
  payout: 'Payout',
  settlement: 'Settlement',
  settlement_line: 'Settlement line',
  bank_line: 'Bank line',
  booking: 'Booking',
};

/** "Deal 8841207". */
export function captionOf(key: RecordKey): string {
  return `${TYPE_WORDS[key.type]} ${key.nativeId}`;
}

/** "owns terms", "copy", "context". */
export function partOf(member: Member, members: readonly Member[]): string {
  if (isContext(member)) return 'context';
  const owner = [...members].sort(byAuthority).find(isSale);
  return owner?.recordId === member.recordId ? 'owns terms' : 'copy';
}

export interface LaneEvent {
  readonly recordId: number;
  /** UTC ms. */
  readonly at: number;
  readonly label: string;
  readonly tone: 'plain' | 'good' | 'warn';
}

/** What happened to a record, oldest first, each with the words of its lane. */
export function laneEvents(member: Pick<Member, 'recordId' | 'key' | 'facts'>): LaneEvent[] {
  const { recordId, key, facts } = member;
  const amount = facts.total ?? facts.amount ?? null;
  const what = TYPE_WORDS[key.type].toLowerCase();
  const events: LaneEvent[] = [];
  const add = (at: number | undefined, label: string, tone: LaneEvent['tone']) => {
    if (at !== undefined) events.push({ recordId, at, label, tone });
  };
  const label = amount === null ? what : `${what} ${showMoney(amount, facts.currency ?? null).text}`;
  add(
    (facts.placedAt ?? facts.startsAt ?? facts.createdAt)?.ms,
    label,
    key.type === 'refund' || key.type === 'dispute' ? 'warn' : 'good',
  );
  if (key.type === 'order' || key.type === 'sales_order' || key.type === 'deal') add(facts.paidAt?.ms, 'paid', 'good');
  add(facts.fulfilledAt?.ms, 'fulfilled', 'plain');
  add(facts.cancelledAt?.ms, 'cancelled', 'warn');
  add(facts.endsAt?.ms, 'ends', 'plain');
  return events.sort((a, b) => a.at - b.at);
}
