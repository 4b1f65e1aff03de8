/** Fills the full-text index of orders in the background. */
import { recordText } from '#core/survivorship/order-text.ts';
import type { WritableDb } from '#store/database.ts';
import { advanceTextCursor, nextTextStretch, TextWriter, unindexedSpan } from '#store/queries/text-index.ts';
import type { JobControl } from '../context.ts';
import { type FoldedRecordRow, readFolded } from '../records.ts';
import { untilDone } from './pace.ts';

/** Some 3 ms of work. */
const CHUNK = 20;

export async function indexTexts(db: WritableDb, control: JobControl): Promise<void> {
  const span = unindexedSpan(db);
  const texts = new TextWriter(db);
  let done = 0;
  await untilDone(db, control.signal, () => {
    const stretch = nextTextStretch(db, CHUNK);
    if (stretch === null) return true;
    for (const record of readFolded(db, stretch.recordIds)) texts.write(record.recordId, textOf(record));
    advanceTextCursor(db, stretch);
    done += stretch.recordIds.length;
    control.report(span === 0 ? null : Math.min(1, done / span), `${done.toLocaleString('en')} orders`);
    return false;
  });
}

export function textOf({ key, folded, versions }: FoldedRecordRow): string {
  return recordText({
    key,
    facts: folded.facts,
    aliases: versions.flatMap(({ aliases }) => aliases),
    refs: versions.flatMap(({ refs }) => refs),
  });
}
