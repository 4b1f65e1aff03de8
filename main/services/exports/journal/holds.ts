/** What must not be posted yet, and why: what exceptions hold back, and orders that are not one authoritative record. */
import type { StoredSubject } from '#shared/domain/exception-view.ts';
import { REASON_TITLES } from '#shared/domain/money-words.ts';
import type { ReadableDb } from '#store/database.ts';
import { readConflicts, readHeldSubjects, readSalesInQuestion } from '#store/queries/journal.ts';

export class Holds {
  readonly #held = new Map<string, { readonly reason: string; readonly text: string }>();
  readonly #conflicts: ReadonlyMap<number, string>;
  readonly #asked: ReadonlySet<number>;

  constructor(db: ReadableDb) {
    this.#conflicts = readConflicts(db);
    this.#asked = readSalesInQuestion(db);
    for (const { reason, held } of readHeldSubjects(db)) {
      for (const { of, recordId } of JSON.parse(held) as StoredSubject[]) {
        const at = `${of} ${recordId}`;
        // The first by exception id, whatever else holds it.
        if (recordId !== null && !this.#held.has(at)) this.#held.set(at, { reason, text: REASON_TITLES[reason] ?? reason });
      }
    }
  }

  ofRecord(recordId: number): string | null {
    return this.#held.get(`record ${recordId}`)?.text ?? null;
  }

  ofOrder(headId: number): string | null {
    const held = this.#held.get(`order ${headId}`)?.text ?? this.ofRecord(headId);
    if (held !== null) return held;
    if (this.#asked.has(headId)) return 'Its order may be another one, which is asked';
    const conflict = this.#conflicts.get(headId);
    return conflict === undefined ? null : `Its order needs a look: ${conflict}`;
  }

  /** `reason`: the code of the exception. */
  ofPayout(headId: number): { readonly reason: string; readonly text: string } | null {
    return this.#held.get(`payout ${headId}`) ?? null;
  }
}
