/** After a batch changed its state: the derived rows of the records it touched, in short transactions; goes on after a crash. */
import { packRefs } from '#core/matching/refs.ts';
import { matchFacts } from '#core/normalise/match-facts.ts';
import { moneyFacts } from '#core/normalise/money-facts.ts';
import { uniqueRefs } from '#core/normalise/references.ts';
import type { Ports } from '#main/app/ports.ts';
import { MONEY_FIGURES, MONEY_TEXTS, type MoneyFigure, type MoneyText } from '#shared/domain/money-row.ts';
import { isOrderLike, typeCode } from '#shared/domain/systems.ts';
import { inBulk, roomInLog } from '#store/bulk.ts';
import type { WritableDb } from '#store/database.ts';
import { countDueTouches, nextTouches, removeTouches } from '#store/queries/batches.ts';
import { type MatchRowData, MatchRowWriter } from '#store/queries/match-rows.ts';
import { type MoneyRowData, MoneyRowWriter } from '#store/queries/money-rows.ts';
import { settleCorrections } from '#store/queries/rejected.ts';
import { ensureSource } from '#store/queries/sources.ts';
import { StringTable } from '#store/queries/strings.ts';
import { TextWriter } from '#store/queries/text-index.ts';
import type { JobControl } from '../context.ts';
import { deriveRecords } from '../derive.ts';
import { type FoldedRecordRow, readFolded } from '../records.ts';
import { breathe } from './pace.ts';
import { textOf } from './text-index.ts';

/** Some 10 ms of work. */
const CHUNK = 100;

/** True when a published or undone batch left derived rows to be recomputed. */
export function isSettlingDue(db: WritableDb): boolean {
  return nextTouches(db, 1) !== null;
}

export async function settleTouches(db: WritableDb, ports: Ports, control: JobControl): Promise<void> {
  const total = countDueTouches(db);
  const strings = new StringTable(db);
  for (let done = 0; ; await breathe()) {
    control.signal.throwIfAborted();
    const due = nextTouches(db, CHUNK);
    if (due === null) return;
    inBulk(db, () => {
      rebuildMatchRows(db, due.recordIds, strings);
      settleCorrections(db, due.recordIds);
      deriveRecords(db, ports, due.recordIds);
      removeTouches(db, due);
    });
    await roomInLog(db);
    done += due.recordIds.length;
    control.report(total === 0 ? null : done / total, `${done.toLocaleString('en')} of ${total.toLocaleString('en')} records`);
  }
}

/**
 * Narrow rows and search texts from what the records say now. A record that sleeps keeps its rows: matching, reconciling and lists
 * read those that live.
 */
export function rebuildMatchRows(db: WritableDb, recordIds: readonly number[], strings: StringTable): void {
  const matchRows = new MatchRowWriter(db, strings);
  const moneyRows = new MoneyRowWriter(db, strings);
  const texts = new TextWriter(db);
  for (const record of readFolded(db, recordIds)) {
    if (!record.live) continue;
    const sourceId = ensureSource(db, record.key.system, record.key.account);
    if (isOrderLike(record.key.type)) {
      matchRows.add({ ...matchRowOf(record), sourceId });
      texts.write(record.recordId, textOf(record));
    } else {
      const row = { ...moneyRowOf(record), sourceId };
      moneyRows.add(
        row,
        (place) => row[MONEY_FIGURES[place] as MoneyFigure],
        (place) => row[MONEY_TEXTS[place] as MoneyText],
      );
    }
  }
  matchRows.flush();
  moneyRows.flush();
}

/** What matching is to know of a record, from what its live versions say. */
export function matchRowOf({ recordId, key, folded, versions }: FoldedRecordRow): Omit<MatchRowData, 'sourceId'> {
  const refs = uniqueRefs(versions.flatMap((version) => version.refs));
  return { recordId, typeCode: typeCode(key.type), ...matchFacts(folded.facts, key.type), refs: packRefs(refs) };
}

/** What reconciling is to know of a money event or booking, from what its live versions say. */
export function moneyRowOf({ recordId, key, folded, versions }: FoldedRecordRow): Omit<MoneyRowData, 'sourceId'> {
  const refs = uniqueRefs(versions.flatMap((version) => version.refs));
  const { type, nativeId } = key;
  return { recordId, typeCode: typeCode(type), ...moneyFacts({ type, nativeId, facts: folded.facts, refs }), refs: packRefs(refs) };
}
