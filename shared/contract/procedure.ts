/** The three kinds of procedure, and the pieces that every area shares. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { RECORD_TYPES, SYSTEMS } from '../domain/systems.ts';

// Schemas interpret instead of compiling themselves with `new Function`, which the window's content security policy forbids. Every area
// imports this file, so it comes before any of their schemas is made, whatever chunk they end up in.
z.config({ jitless: true });

export type ProcedureKind = 'query' | 'command' | 'event';

/** Read only; may be repeated and cancelled. Served by the reader thread. */
export const query = oc.$meta<{ kind: ProcedureKind }>({ kind: 'query' });
/** Changes something. Carries a client-made `commandId` where it changes the book: a resend is the same change. */
export const command = oc.$meta<{ kind: ProcedureKind }>({ kind: 'command' });
/** A stream the window listens to. */
export const event = oc.$meta<{ kind: ProcedureKind }>({ kind: 'event' });

export const commandId = z.string().min(8).max(64);
/** SQLite row id. */
export const rowId = z.int().positive();
export const minor = z.int();
export const utcMs = z.int();
export const systemName = z.enum(SYSTEMS);
export const typeName = z.enum(RECORD_TYPES);

export const recordKey = z.object({ system: systemName, account: z.string(), type: typeName, nativeId: z.string() });
/** A source record as a badge on a screen. */
export const recordBadge = recordKey.extend({ recordId: rowId });
export type RecordBadge = z.infer<typeof recordBadge>;

/** Where a page starts, and how long it is. Pages are at most 500 rows. */
export const page = z.object({ offset: z.int().min(0), limit: z.int().min(1).max(500) });

/** What a command changed. `undo` names the command that takes it back, when there is one. */
export const receipt = z.object({
  commandId,
  message: z.string(),
  seqFirst: z.int().nullable(),
  seqLast: z.int().nullable(),
  /** Decision to withdraw for undo; null when there is nothing to take back. */
  decisionId: z.int().nullable(),
  batchId: z.int().nullable().default(null),
});
export type Receipt = z.infer<typeof receipt>;

export const facet = z.object({ value: z.string(), label: z.string(), count: z.int() });
export type Facet = z.infer<typeof facet>;

/** What happened, what is safe, what to do: every error a user meets has the three. */
export const problem = z.object({ code: z.string(), what: z.string(), safe: z.string(), todo: z.string() });
export type Problem = z.infer<typeof problem>;
