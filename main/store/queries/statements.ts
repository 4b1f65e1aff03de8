/** What files say of themselves as a whole: spans that they tell everything about, balances, stated sums. */
import type { StatementDraft } from '#shared/domain/money-events.ts';
import type { ReadableDb, WritableDb } from '../database.ts';

/** Statements of a batch that is being staged. */
export function insertStatements(db: WritableDb, batchId: number, statements: readonly StatementDraft[]): void {
  const insert = db.prepare<[StatementDraft & { batchId: number }]>(
    `INSERT INTO statements (batch_id, account, currency, from_day, to_day, opening_minor, closing_minor, stated_minor, lines_minor, line)
     VALUES (@batchId, @account, @currency, @fromDay, @toDay, @openingMinor, @closingMinor, @statedMinor, @linesMinor, @line)`,
  );
  for (const statement of statements) insert.run({ ...statement, batchId });
}

export interface StatementRow extends StatementDraft {
  readonly batchId: number;
  readonly sourceId: number;
  readonly fileName: string;
}

/** Statements of published imports, those of one account side by side, by their first day; the same file read twice counts once. */
export function readStatements(db: ReadableDb): StatementRow[] {
  return db
    .prepare<[], StatementRow>(
      `SELECT min(t.batch_id) AS batchId, b.source_id AS sourceId, b.file_name AS fileName, t.account, t.currency, t.from_day AS fromDay,
         t.to_day AS toDay, t.opening_minor AS openingMinor, t.closing_minor AS closingMinor, t.stated_minor AS statedMinor,
         t.lines_minor AS linesMinor, t.line
       FROM statements t JOIN import_batches b ON b.id = t.batch_id AND b.state = 'published' JOIN sources s ON s.id = b.source_id
         JOIN files f ON f.id = b.file_id
       GROUP BY b.source_id, f.sha256, t.account, t.currency, t.line, t.from_day
       ORDER BY s.system, s.account, t.account, t.currency, t.from_day, t.to_day, f.sha256, t.line`,
    )
    .all();
}
