/** A workbook in a session: its sheets take its place, each a file of its own; the workbook's bytes are kept beside what they say. */
import { inBulk } from '#store/bulk.ts';
import type { WritableDb } from '#store/database.ts';
import { addBlock, ensureFile, type StoredFile } from '#store/queries/files.ts';
import { ProblemError, type WriterContext } from '../context.ts';
import { importProblems } from './problems.ts';
import { keyFor, newFile, type Session, type SessionFile, type SheetOf, update } from './session.ts';
import type { UnpackedSheet } from './unpack-task.ts';

/** Work on one session, and what stops it. */
interface Unpacking {
  readonly context: WriterContext;
  readonly session: Session;
  readonly signal: AbortSignal;
}

export async function unpackIntoSheets({ context, session, signal }: Unpacking, file: SessionFile): Promise<void> {
  const { byteCount, sha256, sheets } = await context.jobThread.run(
    'unpackWorkbook',
    { path: file.path, outPath: context.tickets.newPath() },
    { signal, report: (progress) => update(context, session, file, { progress: progress ?? 0 }) },
  );
  const workbook = { path: file.path, sha256, byteCount, temporary: file.temporary };
  const taken = sheets.map((sheet, i) => sheetFile(session, file, workbook, sheet, sheets.length > 1, i));
  session.files.splice(session.files.indexOf(file), 1, ...taken);
  context.emit({ kind: 'importSession', sessionId: session.id });
}

/** A workbook of one sheet keeps its name; of several, each has the name of its sheet behind it. The first keeps the file's place. */
function sheetFile(
  session: Session,
  file: SessionFile,
  workbook: SheetOf['workbook'],
  sheet: UnpackedSheet,
  isOneOfSeveral: boolean,
  index: number,
): SessionFile {
  const key = index === 0 ? file.view.fileKey : `f${Number(keyFor(session).slice(1)) + index}`;
  const name = isOneOfSeveral ? `${file.view.name} · ${sheet.name}` : file.view.name;
  return {
    ...newFile(key, name, sheet.path, true, sheet.byteCount),
    unattended: file.unattended,
    answers: file.answers,
    sheet: { name: sheet.name, workbook },
  };
}

/** The stored file of a sheet's workbook; its bytes may still be missing. */
export function workbookOf(db: WritableDb, { workbook }: SheetOf): StoredFile {
  return ensureFile(db, Buffer.from(workbook.sha256, 'hex'), workbook.byteCount);
}

/** Keeps the bytes of the workbook that a sheet is of, if the book has them not. */
export async function keepWorkbook(
  { context, signal }: Unpacking,
  file: SessionFile,
  { workbook }: SheetOf,
  { fileId, storedBytes }: StoredFile,
): Promise<void> {
  if (storedBytes === workbook.byteCount) return;
  const kept = await context.jobThread.run(
    'keepFile',
    { path: workbook.path, storedBytes },
    { signal, message: (block) => inBulk(context.db, () => addBlock(context.db, fileId, block)) },
  );
  if (kept.sha256 !== workbook.sha256) throw new ProblemError(importProblems.changedWhileReading(file.view.name));
}
