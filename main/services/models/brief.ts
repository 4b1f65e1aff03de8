/** Records in a line, for lists about pairs. */
import { captionOf } from '#core/survivorship/presence.ts';
import { showInstant, showMoney } from '#core/survivorship/show.ts';
import type { BriefRecord } from '#shared/contract/models.ts';
import { canonicalIdOf, type Sha256 } from '#shared/domain/ids.ts';
import type { ReadableDb } from '#store/database.ts';
import { readHeads } from '#store/queries/orders.ts';
import { badgeOf, bookZone, type FoldedRecordRow, readFolded } from '../records.ts';

/** By record id; records that the book does not know are missing. */
export function briefsOf(db: ReadableDb, recordIds: readonly number[], sha256: Sha256): Map<number, BriefRecord> {
  const ids = [...new Set(recordIds)];
  const heads = readHeads(db, ids);
  const records = readFolded(db, [...new Set([...ids, ...heads.values()])]);
  const byId = new Map(records.map((record) => [record.recordId, record]));
  return new Map(
    ids.flatMap((id) => {
      const record = byId.get(id);
      if (record === undefined) return [];
      const head = byId.get(heads.get(id) ?? id) ?? record;
      return [[id, briefOf(db, record, canonicalIdOf(head.key, sha256))] as const];
    }),
  );
}

function briefOf(db: ReadableDb, { recordId, key, folded: { facts } }: FoldedRecordRow, orderId: string): BriefRecord {
  const placed = facts.placedAt ?? facts.startsAt ?? facts.createdAt ?? null;
  const amount = facts.total ?? facts.amount ?? null;
  const words = [
    placed === null ? null : showInstant(placed, bookZone(db)),
    facts.clientName ?? facts.company ?? facts.title ?? facts.email ?? null,
    amount === null ? null : [showMoney(amount, facts.currency ?? null).text, facts.currency ?? ''].join(' ').trim(),
  ];
  return {
    ...badgeOf(recordId, key),
    caption: captionOf(key),
    detail: words.filter((word) => word !== null && word !== '').join(' · '),
    orderId,
  };
}
