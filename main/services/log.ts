/** The change log on screen: list, filters with counts, one entry; and its verification in the background. */
import { actionLabel, fieldLabel, logFigures, showChange, showWhy, subjectKey, subjectLabel } from '#core/changes/show-entry.ts';
import type { Contract } from '#shared/contract/index.ts';
import type { LogFilter, LogRow } from '#shared/contract/log.ts';
import type { Facet, Problem } from '#shared/contract/procedure.ts';
import type { LogEntryFields } from '#shared/domain/change-log.ts';
import { actorLabel } from '#shared/domain/decision.ts';
import { isoUtc } from '#shared/domain/instant.ts';
import type { ReadableDb } from '#store/database.ts';
import {
  batchFileName,
  countByActorAndAction,
  type LogQuery,
  lastSeq,
  matchingSeqs,
  orderOfRecord,
  readEntries,
  type StoredEntry,
  subjectsOfOrder,
} from '#store/queries/log-reading.ts';
import { writeVerified } from '#store/queries/settings.ts';
import { ProblemError, type ReaderContext, type WriterContext } from './context.ts';
import type { AreaHandlers } from './handlers.ts';
import { recentResults } from './recent-results.ts';

/** Filtered lists are kept while the log stands still, so that scrolling does not filter again. */
const KEPT_LISTS = 8;

export function logQueries(): AreaHandlers<Contract['log'], ReaderContext> {
  const lists = recentResults<Int32Array>(KEPT_LISTS);
  const counts = recentResults<ReturnType<typeof countByActorAndAction>>(KEPT_LISTS);
  return {
    list({ db }, { filter, offset, limit }) {
      const last = lastSeq(db);
      const seqs = isOpen(filter) ? null : lists.of([last, filter], () => matchingSeqs(db, queryOf(db, filter)));
      const total = seqs?.length ?? last;
      const wanted = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, i) => total - 1 - offset - i);
      const page = wanted.map((position) => (seqs === null ? position + 1 : (seqs[position] ?? 0)));
      return { total, rows: readEntries(db, page).map((entry) => rowOf(db, entry)) };
    },
    facets({ db }, { filter }) {
      const last = lastSeq(db);
      const without = (facet: 'actors' | 'actions') => {
        const others = { ...filter, [facet]: [] };
        return counts.of([last, others], () => countByActorAndAction(db, queryOf(db, others)));
      };
      return {
        actors: facets(without('actors'), 'actor', actorLabel),
        actions: facets(without('actions'), 'action', actionLabel),
      };
    },
    entry({ db }, { seq }) {
      const [entry] = readEntries(db, [seq]);
      if (entry === undefined) return null;
      const fields = fieldsOf(entry);
      return {
        row: rowOf(db, entry),
        body: JSON.stringify(fields, null, 2),
        hash: entry.hash.toString('hex'),
        prev: fields.prev,
        before: logFigures(fields.before),
        after: logFigures(fields.after),
        subjects: fields.subjects.map((subject) => ({ subject: label(db, subject), orderId: orderOf(db, subject) })),
      };
    },
  };
}

export function logCommands(): AreaHandlers<Contract['log'], WriterContext> {
  return {
    verify(context, { head }) {
      const outside = head === null ? null : head.trim().toLowerCase();
      if (outside !== null && !/^[0-9a-f]{64}$/.test(outside)) throw new ProblemError(NOT_A_HEAD);
      const jobId = context.jobs.start({
        kind: 'verify',
        label: 'Verifying the change log and every source record',
        canCancel: true,
        async run(control) {
          const report = await context.jobThread.run('verify', { path: context.bookPath, head: outside, against: null }, control);
          writeVerified(context.db, {
            state: report.exit === 3 ? 'broken' : 'consistent',
            atMs: context.ports.clock.nowMs(),
            head: report.head,
          });
          context.emit({ kind: 'bookChanged' });
          return report;
        },
      });
      return { jobId };
    },
  };
}

const NOT_A_HEAD: Problem = {
  code: 'notAHead',
  what: 'That is not a head: a head is 64 hexadecimal digits.',
  safe: 'Nothing was changed.',
  todo: 'Copy the head from a backup, an older audit pack (manifest.json, README.txt) or wherever it was noted. Leave it out to check without one.',
};

function isOpen({ text, actors, actions, orderId, fromMs, toMs }: LogFilter): boolean {
  return text.trim() === '' && actors.length === 0 && actions.length === 0 && orderId === null && fromMs === null && toMs === null;
}

function queryOf(db: ReadableDb, { text, actors, actions, orderId, fromMs, toMs }: LogFilter): LogQuery {
  return {
    text: text.trim(),
    actors,
    actions,
    subjects: orderId === null ? null : (subjectsOfOrder(db, orderId) ?? []),
    from: fromMs === null ? null : isoUtc(fromMs),
    to: toMs === null ? null : isoUtc(toMs),
  };
}

type Counted = ReturnType<typeof countByActorAndAction>;

/** Most frequent first; equal counts by label. */
function facets(counted: Counted, by: 'actor' | 'action', labelOf: (value: string) => string): Facet[] {
  const sums = new Map<string, number>();
  for (const row of counted) sums.set(row[by], (sums.get(row[by]) ?? 0) + row.count);
  return [...sums]
    .map(([value, count]) => ({ value, label: labelOf(value), count }))
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
}

function rowOf(db: ReadableDb, entry: StoredEntry): LogRow {
  const fields = fieldsOf(entry);
  // A record says more than the number of the decision about it, and leads to its order.
  const first = fields.subjects.find((subject) => subjectKey(subject) !== null) ?? fields.subjects[0] ?? '';
  return {
    seq: entry.seq,
    at: Date.parse(fields.at),
    actor: fields.actor,
    actorLabel: actorLabel(fields.actor),
    action: fields.action,
    actionLabel: actionLabel(fields.action),
    subject: label(db, first),
    orderId: orderOf(db, first),
    field: fields.field === null ? null : fieldLabel(fields.field),
    before: showChange(fields.action, fields.before),
    after: showChange(fields.action, fields.after),
    why: showWhy(fields.why),
  };
}

function fieldsOf(entry: StoredEntry): LogEntryFields {
  return JSON.parse(entry.body) as LogEntryFields;
}

function label(db: ReadableDb, subject: string): string {
  return subjectLabel(subject, (batchId) => batchFileName(db, batchId));
}

function orderOf(db: ReadableDb, subject: string): string | null {
  const key = subjectKey(subject);
  return key === null ? null : orderOfRecord(db, key);
}
