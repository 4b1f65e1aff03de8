/** The learning thread: a model from the book's own records. It writes nothing: the app thread keeps what it finds. */
import { type FromBook, modelFromBook } from '#core/learning/unlabelled/from-book.ts';
import { loadBook } from '#main/services/matching/load.ts';
import { modelInForce, shippedEngine } from '#main/services/models/adopted.ts';
import type { ThreadStart } from '#main/services/models/thread-messages.ts';
import { answer, type Stages } from './model-thread.ts';

const STAGES: Stages = {
  load: { from: 0, to: 0.2, words: 'Reading records' },
  references: { from: 0.2, to: 0.4, words: 'Following references' },
  compare: { from: 0.4, to: 0.9, words: 'Comparing records' },
  decide: { from: 0.9, to: 1, words: 'Weighing what agrees' },
  store: { from: 1, to: 1, words: 'Done' },
};

await answer(STAGES, (_: ThreadStart, { db, sha256, pace }): FromBook => {
  db.exec('BEGIN');
  try {
    const book = loadBook(db, pace);
    const { model } = modelInForce(db, sha256).engine;
    return modelFromBook({ engine: shippedEngine(), columns: book.columns, texts: book, pace }, model);
  } finally {
    db.exec('ROLLBACK');
  }
});
