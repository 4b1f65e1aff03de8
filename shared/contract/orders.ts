/** Canonical orders: the table, one order's page, and where a value comes from. */
import { z } from 'zod';
import { facet, minor, page, query, recordBadge, rowId, systemName, utcMs } from './procedure.ts';

export const orderFilter = z.object({
  text: z.string(),
  systems: z.array(systemName),
  statuses: z.array(z.string()),
  currencies: z.array(z.string()),
  /** `single`, `rule`, `person`, `conflict`. */
  joins: z.array(z.string()),
  /** `2026-03`. */
  months: z.array(z.string()),
});
export type OrderFilter = z.infer<typeof orderFilter>;

export const orderSort = z.object({ by: z.enum(['placed', 'total', 'client']), descending: z.boolean() });
export type OrderSort = z.infer<typeof orderSort>;

export const orderRow = z.object({
  orderId: z.string(),
  number: z.string(),
  client: z.string(),
  totalMinor: minor.nullable(),
  currency: z.string().nullable(),
  placedAt: utcMs.nullable(),
  /** `placedAt` is the midnight UTC of a date without a time: show it in UTC. */
  placedDayOnly: z.boolean(),
  status: z.string(),
  systems: z.array(systemName),
  memberCount: z.int(),
  joinedBy: z.enum(['single', 'rule', 'person']),
  /** "suggested", "joined by rule", "reviewed by Ana". */
  joinLabel: z.string(),
  conflict: z.string().nullable(),
});
export type OrderRow = z.infer<typeof orderRow>;

/** A value ready for a screen. `amountMinor` beside `currency` for money, so that screens can sum. */
export const shownValue = z.object({ text: z.string(), amountMinor: minor.nullable(), currency: z.string().nullable() });
export type ShownValue = z.infer<typeof shownValue>;

export const orderField = z.object({
  field: z.string(),
  label: z.string(),
  group: z.string(),
  value: shownValue.nullable(),
  recordId: rowId.nullable(),
  why: z.string(),
  disagree: z.array(z.object({ recordId: rowId, value: shownValue })),
});

export const laneEvent = z.object({
  recordId: rowId,
  at: utcMs,
  label: z.string(),
  tone: z.enum(['plain', 'good', 'warn']),
});

export const orderPage = z.object({
  orderId: z.string(),
  /** Other ids that were ever shown for it. */
  aliases: z.array(z.string()),
  head: orderRow,
  fields: z.array(orderField),
  members: z.array(
    recordBadge.extend({
      orderId: z.string(),
      /** "owns order", "copy", "context". */
      part: z.string(),
      joinedBy: z.string(),
      total: shownValue.nullable(),
      live: z.boolean(),
      aliases: z.array(z.string()),
    }),
  ),
  /** Money events and bookings that name the order. */
  linked: z.array(
    recordBadge.extend({
      kind: z.string(),
      state: z.enum(['linked', 'proposed']),
      total: shownValue.nullable(),
      /** The record that counts, where this one reports the same movement beside it. */
      reportOf: rowId.nullable(),
    }),
  ),
  lanes: z.array(z.object({ system: systemName, events: z.array(laneEvent) })),
  /** Sum of what the members say, and the canonical total: merging changes only the second. */
  sums: z.object({ sources: z.array(shownValue), canonical: shownValue.nullable() }),
  /** Merges and splits that stand, newest first; each can be taken back. */
  decisions: z.array(
    z.object({
      decisionId: rowId,
      kind: z.string(),
      label: z.string(),
      actor: z.string(),
      at: utcMs,
      reason: z.string().nullable(),
      withdrawn: z.boolean(),
    }),
  ),
  logCount: z.int(),
});
export type OrderPage = z.infer<typeof orderPage>;

export const valueOrigin = z.object({
  recordId: rowId,
  badge: recordBadge,
  field: z.string(),
  label: z.string(),
  value: shownValue.nullable(),
  /** The very bytes it came from; null when a named person entered it. */
  source: z
    .object({
      fileName: z.string(),
      batchId: rowId,
      receivedAt: utcMs,
      line: z.int(),
      pointer: z.string().nullable(),
      column: z.string().nullable(),
      headerText: z.string().nullable(),
      recordText: z.string(),
      /** Range in `recordText` to mark. */
      mark: z.object({ start: z.int(), end: z.int() }).nullable(),
      payloadSha256: z.string(),
      fileSha256: z.string(),
    })
    .nullable(),
  enteredBy: z.string().nullable(),
  /** Every value this record ever gave for the field, oldest first. */
  versions: z.array(
    z.object({ versionId: rowId, value: shownValue.nullable(), at: utcMs.nullable(), batchId: rowId, cleared: z.boolean() }),
  ),
  /** What the other members say. */
  others: z.array(z.object({ recordId: rowId, badge: recordBadge, value: shownValue.nullable() })),
});
export type ValueOrigin = z.infer<typeof valueOrigin>;

export const orders = {
  list: query
    .input(page.extend({ filter: orderFilter, sort: orderSort }))
    .output(z.object({ total: z.int(), dataVersion: z.int(), rows: z.array(orderRow), textIndexReady: z.boolean() })),
  facets: query.input(z.object({ filter: orderFilter })).output(
    z.object({
      systems: z.array(facet),
      statuses: z.array(facet),
      currencies: z.array(facet),
      joins: z.array(facet),
      months: z.array(facet),
      /** Canonical total by currency over the filtered orders, minor units as text (sums may pass 2^53). */
      totals: z.array(z.object({ currency: z.string(), totalMinor: z.string() })),
    }),
  ),
  /** By any id that was ever shown. Null when no such order lives in the book. */
  get: query.input(z.object({ orderId: z.string() })).output(orderPage.nullable()),
  valueOrigin: query.input(z.object({ recordId: rowId, field: z.string() })).output(valueOrigin.nullable()),
};
