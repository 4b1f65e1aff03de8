/** Fills the full-text index of orders in the background. Orders of several members are indexed where they are derived. */
import { orderText } from '#core/survivorship/order-text.ts';
import type { WritableDb } from '#store/database.ts';
import { writeOrderTexts } from '#store/queries/orders.ts';
import { advanceTextCursor, countUnindexed, nextTextStretch } from '#store/queries/text-index.ts';
import type { JobControl } from '../context.ts';
import { type FoldedRecordRow, memberOf, readFolded } from '../records.ts';
import { breathe } from './pace.ts';

/** Some 10 ms of work. */
const CHUNK = 60;

export async function indexTexts(db: WritableDb, control: JobControl): Promise<void> {
  const total = countUnindexed(db);
  for (let done = 0; ; await breathe()) {
    control.signal.throwIfAborted();
    const stretch = nextTextStretch(db, CHUNK);
    if (stretch === null) return;
    db.transaction(() => {
      const texts = readFolded(db, stretch.recordIds).map((record): [number, string] => [record.recordId, textOf(record)]);
      writeOrderTexts(db, new Map(texts));
      advanceTextCursor(db, stretch);
    }).immediate();
    done += stretch.recordIds.length;
    control.report(
      total === 0 ? null : Math.min(1, done / total),
      `${done.toLocaleString('en')} of ${total.toLocaleString('en')} orders`,
    );
  }
}

function textOf(record: FoldedRecordRow): string {
  return orderText([memberOf(record)], () => ({
    aliases: record.versions.flatMap(({ aliases }) => aliases),
    references: record.versions.flatMap(({ refs }) => refs.filter(({ role }) => role !== 'free').map(({ value }) => value)),
  }));
}
