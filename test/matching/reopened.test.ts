/** What is looked for anew when a book is opened. */
import { expect, test } from 'vitest';
import { resumeMatching, startMatching } from '#main/services/matching/index.ts';
import { readLatestRun } from '#store/queries/match-pairs.ts';
import { liveBook } from '#test/factories/live-book.ts';
import { shopifyCsv } from '../import/shopify-files.ts';

test('a book whose last run weighed with another model is looked through again, where that was asked for', async () => {
  const book = await liveBook();
  try {
    await book.import(
      book.file(
        'orders.csv',
        shopifyCsv([
          { name: '#1', total: '10.00' },
          { name: '#2', total: '12.00' },
        ]),
      ),
    );
    expect(resumeMatching(book.context, { weighAnew: true }), 'nothing was ever looked for').toBeNull();
    await book.jobs.settled(startMatching(book.context));
    const version = readLatestRun(book.context.db)?.modelVersion;
    expect(resumeMatching(book.context, { weighAnew: true }), 'the same model').toBeNull();
    book.context.db.prepare("UPDATE match_runs SET model_version = 'orders@earlier'").run();
    expect(resumeMatching(book.context, { weighAnew: false }), 'the command line does what it is told').toBeNull();
    const jobId = resumeMatching(book.context, { weighAnew: true });
    expect(await book.jobs.settled(jobId ?? '')).toMatchObject({ kind: 'match', state: 'done' });
    expect(readLatestRun(book.context.db)?.modelVersion).toBe(version);
  } finally {
    await book.dispose();
  }
});
