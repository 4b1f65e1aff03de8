/**
 * What reconciling reads of a sale stands beside its order, so that a run need not read the facts of a year. Every order is derived
 * again after the book is opened, in short transactions, as after an import; until then a run works its figures out itself.
 */
import type { Database } from 'better-sqlite3';

export const migration0002 = {
  version: 2,
  name: 'sale figures',
  up(db: Database): void {
    db.exec(SQL);
  },
};

const SQL = `
ALTER TABLE orders ADD COLUMN figures TEXT; -- JSON, see core/survivorship/sale-facts.ts; null: of shape 1, not derived again yet

INSERT OR IGNORE INTO batch_touches (batch_id, record_id)
  SELECT b.id, o.record_id FROM orders o CROSS JOIN source_records r ON r.id = o.record_id
    JOIN import_batches b ON b.id = r.home_batch_id AND b.state IN ('published', 'undone');
UPDATE import_batches SET touches_due = 1 WHERE id IN (SELECT batch_id FROM batch_touches) AND state IN ('published', 'undone');
`;
