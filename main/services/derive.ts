/** Derived state of orders and of questions about them: recomputed for the records that a change touched, and all that hangs on them. */
import type { Ports } from '#main/app/ports.ts';
import type { WritableDb } from '#store/database.ts';
import { writeOrderRows } from '#store/queries/orders.ts';
import { expandComponents, readComponent } from './derive/component.ts';
import { refreshQuestions } from './derive/questions.ts';
import { rowsOf } from './derive/rows.ts';
import { bookZone } from './records.ts';

/**
 * Writes the `orders` rows of the components that hold `recordIds`, from live versions, standing decisions and joined pairs, and brings
 * the questions that name these records in step. Records that are not order-like are left out. Runs inside the caller's transaction,
 * about 50 µs a record: hand over at most a few hundred at once.
 */
export function deriveRecords(db: WritableDb, ports: Ports, recordIds: readonly number[]): void {
  const state = readComponent(db, expandComponents(db, recordIds));
  if (state.records.length === 0) return;
  const rows = rowsOf(state, bookZone(db), ports.sha256);
  writeOrderRows(db, rows);
  refreshQuestions(
    db,
    ports,
    rows.map(({ recordId }) => recordId),
  );
}
