/** Builds the text of a log entry that is hashed. The field list is `docs/log-format.md`'s; it must not drift from it. */

import type { LogDraft, LogEntryFields } from '#shared/domain/change-log.ts';
import type { Actor } from '#shared/domain/decision.ts';
import { isoUtc } from '#shared/domain/instant.ts';
import { canonicalJson } from './canonical-json.ts';

export interface EntryStamp {
  readonly seq: number;
  readonly atMs: number;
  /** Minutes east of UTC. */
  readonly offsetMinutes: number;
  readonly actor: Actor;
  readonly cause: string;
  /** Hash of the entry before, hex. */
  readonly prevHex: string;
}

/** The canonical text of an entry: SHA-256 over its UTF-8 bytes is the entry's hash. */
export function entryText(draft: LogDraft, stamp: EntryStamp): string {
  const fields: LogEntryFields = {
    seq: String(stamp.seq),
    at: isoUtc(stamp.atMs),
    offset: String(stamp.offsetMinutes),
    actor: stamp.actor,
    action: draft.action,
    subjects: draft.subjects,
    field: draft.field ?? null,
    before: draft.before ?? null,
    after: draft.after ?? null,
    why: draft.why ?? null,
    cause: stamp.cause,
    prev: stamp.prevHex,
  };
  return canonicalJson({ ...fields });
}
