/** Imports, as the window asks for them. Sessions live here for as long as the book is open; what they publish lives in the book. */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { imports as contract, ImportAnswers } from '#shared/contract/imports.ts';
import type { WriterContext } from '../context.ts';
import type { AreaHandlers } from '../handlers.ts';
import { commitImport } from './commit.ts';
import { correctRow } from './correct.ts';
import { cancelSession, dropFile } from './end.ts';
import { forgetMapping, keepMapping } from './mappings.ts';
import { readWaiting } from './preview.ts';
import { importProblems } from './problems.ts';
import { failedFile, ImportState, keyFor, newFile, type Session, type SessionFile, tokenOf, viewOf } from './session.ts';
import { redoBatch, undoBatch } from './undo.ts';

/** Larger files than this are not uploads but mistakes: the command line reads them in place. */
const MAX_UPLOAD_BYTES = 16 * 1024 ** 3;

/** Made anew for each open book. */
export function importsCommands(): AreaHandlers<typeof contract, WriterContext> {
  const state = new ImportState();
  return {
    requestUpload: (context, { fileName }) => ({ ticket: context.tickets.issueUpload(fileName, MAX_UPLOAD_BYTES) }),
    async begin(context, { sessionId, tickets, paths, answers }) {
      const session = state.open(sessionId);
      session.answers = { ...session.answers, ...answers };
      for (const ticket of tickets) session.files.push(fromUpload(context, session, ticket));
      for (const path of paths) session.files.push(await fromPath(session, resolve(path)));
      readWaiting(context, session);
      return viewOf(session);
    },
    session(_context, { sessionId }) {
      const session = state.sessions.get(sessionId);
      return session === undefined ? null : viewOf(session);
    },
    answer(context, { sessionId, fileKey, answers }) {
      const session = state.open(sessionId);
      const file = session.files.find(({ view }) => view.fileKey === fileKey);
      if (file !== undefined && file.view.state === 'asking') answerFile(context, session, file, answers);
      readWaiting(context, session);
      return viewOf(session);
    },
    removeFile(context, { sessionId, fileKey }) {
      const session = state.open(sessionId);
      const file = session.files.find(({ view }) => view.fileKey === fileKey);
      if (file !== undefined && session.phase === 'open' && file.view.state !== 'reading') {
        session.files.splice(session.files.indexOf(file), 1);
        dropFile(context, file);
        session.previewToken = session.jobId === null ? tokenOf(context, session) : null;
        readWaiting(context, session);
      }
      return viewOf(session);
    },
    cancel(context, { sessionId }) {
      const session = state.sessions.get(sessionId);
      if (session?.phase === 'open') cancelSession(context, session);
      return null;
    },
    commit: (context, input) => commitImport(context, state, input),
    undoBatch: (context, input) => undoBatch(context, state, input),
    redoBatch: (context, input) => redoBatch(context, state, input),
    correctRow: (context, input) => correctRow(context, state, input),
    saveMapping(context, { mapping }) {
      keepMapping(context, mapping);
      return null;
    },
    deleteMapping(context, { header }) {
      forgetMapping(context, header);
      return null;
    },
  };
}

function fromUpload(context: WriterContext, session: Session, ticket: string): SessionFile {
  const fileKey = keyFor(session);
  const upload = context.tickets.takeUpload(ticket);
  return upload === null
    ? failedFile(fileKey, 'A file', importProblems.uploadMissing())
    : newFile(fileKey, upload.fileName, upload.path, true, 0);
}

async function fromPath(session: Session, path: string): Promise<SessionFile> {
  const name = basename(path);
  try {
    const found = await stat(path);
    if (!found.isFile()) return failedFile(keyFor(session), name, importProblems.cannotRead(name, 'it is not a file.'));
    return newFile(keyFor(session), name, path, false, found.size);
  } catch (error) {
    return failedFile(
      keyFor(session),
      name,
      importProblems.cannotRead(name, error instanceof Error ? error.message : String(error)),
    );
  }
}

/** A new answer is read into the file at hand; others that wait for an account may find theirs by it. */
function answerFile(context: WriterContext, session: Session, file: SessionFile, answers: ImportAnswers): void {
  if (answers.mapping !== undefined) keepMapping(context, answers.mapping);
  if (answers.secondShop !== undefined && answers.secondShop === file.view.account) file.sameShop = true;
  file.answers = { ...file.answers, ...answers };
  const rereads = answers.mapping !== undefined || answers.dateOrder !== undefined || answers.decimalMark !== undefined;
  for (const other of session.files) {
    if (other.view.state !== 'asking') continue;
    if (rereads) other.inspected = null;
    other.view = { ...other.view, state: 'waiting', questions: [] };
  }
}
