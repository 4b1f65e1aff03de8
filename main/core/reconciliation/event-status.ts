/** What the status words of gateways say about an event. */
import type { Facts } from '#shared/domain/fields.ts';
import { EVENT_STATUSES, type EventStatus } from './inputs.ts';

/** Words as gateways write them, lower case without marks. What is not here moved money when its row says so. */
const WORDS: Readonly<Record<string, EventStatus>> = {
  pending: 'pending',
  intransit: 'pending',
  scheduled: 'pending',
  processing: 'pending',
  onhold: 'pending',
  uncleared: 'pending',
  held: 'pending',
  failed: 'failed',
  denied: 'failed',
  canceled: 'failed',
  cancelled: 'failed',
  voided: 'failed',
  blocked: 'failed',
  expired: 'failed',
  incomplete: 'failed',
  requirespaymentmethod: 'failed',
  requiresconfirmation: 'failed',
  requiresaction: 'pending',
  requirescapture: 'pending',
  uncaptured: 'pending',
  won: 'won',
  disputewon: 'won',
  lost: 'lost',
  disputed: 'disputed',
  needsresponse: 'disputed',
  underreview: 'disputed',
  disputelost: 'lost',
  chargeaccepted: 'lost',
  accepted: 'lost',
  test: 'test',
};

/** Status of a money record by its facts: a test mark first, then its status word, then the status of its payout where it is one. */
export function eventStatus(facts: Facts, isPayout: boolean): EventStatus {
  if (/\btest\b/i.test(facts.tags ?? '')) return 'test';
  const word = isPayout ? (facts.payoutStatus ?? facts.status) : facts.status;
  return WORDS[(word ?? '').toLowerCase().replace(/[^a-z]/g, '')] ?? 'settled';
}

export function statusCode(status: EventStatus): number {
  return EVENT_STATUSES.indexOf(status);
}
