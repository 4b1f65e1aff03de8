/** Fills the full-text index of orders in the background. */
import { recordText } from '#core/survivorship/order-text.ts';
import { inBulk, roomInLog } from '#store/bulk.ts';
import type { WritableDb } from '#store/database.ts';
import { advanceTextCursor, countUnindexed, nextTextStretch, TextWriter } from '#store/queries/text-index.ts';
import type { JobControl } from '../context.ts';
import { type FoldedRecordRow, readFolded } from '../records.ts';
import { breathe } from './pace.ts';

/** Some 10 ms of work. */
const CHUNK = 60;

export async function indexTexts(db: WritableDb, control: JobControl): Promise<void> {
  const total = countUnindexed(db);
  const texts = new TextWriter(db);
  for (let done = 0; ; await breathe()) {
    control.signal.throwIfAborted();
    const stretch = nextTextStretch(db, CHUNK);
    if (stretch === null) return;
    inBulk(db, () => {
      for (const record of readFolded(db, stretch.recordIds)) texts.write(record.recordId, textOf(record));
      advanceTextCursor(db, stretch);
    });
    await roomInLog(db);
    done += stretch.recordIds.length;
    control.report(
      total === 0 ? null : Math.min(1, done / total),
      `${done.toLocaleString('en')} of ${total.toLocaleString('en')} orders`,
    );
  }
}

export function textOf({ key, folded, versions }: FoldedRecordRow): string {
  return recordText({
    key,
    facts: folded.facts,
    aliases: versions.flatMap(({ aliases }) => aliases),
    refs: versions.flatMap(({ refs }) => refs),
  });
}
