/**
 * Orders that need a look are found without a walk over all of them: after each small change somebody asks which they are. Few are, so
 * the index is small.
 */
import type { Database } from 'better-sqlite3';

export const migration0005 = {
  version: 5,
  name: 'troubled-orders',
  up(db: Database): void {
    db.exec(`
CREATE INDEX orders_by_trouble ON orders (canonical_id) WHERE head_id = record_id AND (is_sale = 0 OR conflict IS NOT NULL);
`);
  },
};
