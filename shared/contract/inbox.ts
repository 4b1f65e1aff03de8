/** The inbox: what does not hold, with reason, owner, due time, evidence and best guess; and what people do about it. */
import { z } from 'zod';
import { OWNERS, SEVERITIES } from '../domain/policy.ts';
import { exceptionSummary } from './money.ts';
import { command, commandId, facet, minor, page, problem, query, receipt, recordBadge, systemName, utcMs } from './procedure.ts';

const outcome = z.union([receipt, problem]);
const reason = { reasonCode: z.string().nullable(), reasonText: z.string().nullable() };

/** *pending*: put off until a time, or under way. *mine*: assigned to the person at the keyboard. */
export const inboxTab = z.enum(['open', 'pending', 'resolved', 'waived', 'mine']);
export type InboxTab = z.infer<typeof inboxTab>;

export const inboxFilter = z.object({
  text: z.string(),
  reasons: z.array(z.string()),
  severities: z.array(z.enum(SEVERITIES)),
  owners: z.array(z.string()),
  systems: z.array(systemName),
  /** Past their due time. */
  lateOnly: z.boolean(),
});
export type InboxFilter = z.infer<typeof inboxFilter>;

export const inboxItem = exceptionSummary.extend({
  /** Client of the order that it is about, where there is one. */
  client: z.string(),
  system: systemName.nullable(),
  eventAt: utcMs.nullable(),
  assignee: z.string().nullable(),
  /** Comes back at this time. */
  snoozedUntil: utcMs.nullable(),
  late: z.boolean(),
  /** Closed by itself, not by a person. */
  closedByItself: z.boolean(),
});
export type InboxItem = z.infer<typeof inboxItem>;

const subject = z.object({
  /** What it is: a record, an order, a payout, or a source as a whole. */
  of: z.enum(['record', 'order', 'payout', 'source']),
  label: z.string(),
  record: recordBadge.nullable(),
  orderId: z.string().nullable(),
  payoutId: z.string().nullable(),
});

export const inboxPage = z.object({
  item: inboxItem,
  /** "Stripe sent a refund whose payload names no order. Nothing is posted until it maps to one record." */
  what: z.string(),
  subjects: z.array(subject),
  /** What must not be posted or exported until this is settled. */
  heldBack: z.array(subject),
  evidence: z.array(
    z.object({ label: z.string(), text: z.string(), amountMinor: minor.nullable(), currency: z.string().nullable() }),
  ),
  guess: z.object({ text: z.string(), probability: z.number().nullable(), subject: subject.nullable() }).nullable(),
  /** The link that the guess stands for, to be confirmed with `money.decideLink`; null where it is none. */
  guessLink: z.object({ kind: z.string(), fromId: z.int(), toId: z.int() }).nullable(),
  playbook: z.array(z.string()),
  /** Newest first. */
  history: z.array(z.object({ at: utcMs, actor: z.string(), text: z.string(), decisionId: z.int().nullable() })),
});
export type InboxPage = z.infer<typeof inboxPage>;

const target = { commandId, exceptionId: z.string(), ...reason };

export const inbox = {
  list: query
    .input(page.extend({ tab: inboxTab, filter: inboxFilter, /** Name of the person at the window. */ me: z.string() }))
    .output(
      z.object({
        tabs: z.record(inboxTab, z.int()),
        total: z.int(),
        items: z.array(inboxItem),
        facets: z.object({ reasons: z.array(facet), severities: z.array(facet), owners: z.array(facet), systems: z.array(facet) }),
        /** Share of those due in the last 30 days that were settled in time, 0 … 1; null without any. */
        inTime: z.number().nullable(),
      }),
    ),
  get: query.input(z.object({ exceptionId: z.string() })).output(inboxPage.nullable()),
  /** It is so, and nothing will be done about it. Stays waived while what it is about stays the same. */
  waive: command.input(z.object(target)).output(outcome),
  /** It was seen to outside the book. */
  resolve: command.input(z.object(target)).output(outcome),
  snooze: command.input(z.object({ ...target, untilMs: utcMs })).output(outcome),
  /** Another owner, and a named person if there is one. */
  assign: command.input(z.object({ ...target, owner: z.enum(OWNERS), assignee: z.string().max(80).nullable() })).output(outcome),
};
