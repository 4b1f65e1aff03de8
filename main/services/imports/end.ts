/** Ends of an import that is not to be: a file taken out, a session cancelled. Nothing of it was ever seen in the book. */
import { bumpImportsVersion } from '#store/queries/settings.ts';
import type { WriterContext } from '../context.ts';
import { discardBatch } from './discard.ts';
import { startRemoval } from './follow-up.ts';
import type { Session, SessionFile } from './session.ts';
import { removeUpload, removeUploads } from './uploads.ts';

export function dropFile(context: WriterContext, file: SessionFile): void {
  removeUpload(file);
  if (file.view.batchId === null || file.view.state === 'published') return;
  discardBatch(context.db, file.view.batchId);
  // Later files were counted on top of this one.
  bumpImportsVersion(context.db);
  startRemoval(context);
}

export function cancelSession(context: WriterContext, session: Session): void {
  session.phase = 'cancelled';
  session.previewToken = null;
  session.abort.abort();
  for (const file of session.files) if (file.view.state !== 'reading') dropFile(context, file);
  removeUploads(session);
  context.emit({ kind: 'importSession', sessionId: session.id });
}
