/** Imports that are under way: what each file is, what must be asked, what publishing would do. Lives as long as the book is open. */
import type { ImportAnswers, ImportFile, ImportSession } from '#shared/contract/imports.ts';
import type { Problem } from '#shared/contract/procedure.ts';
import type { WriterContext } from '../context.ts';
import type { InspectedFile } from './inspect-task.ts';

/** Ended sessions that a window may still ask for. */
const KEPT = 20;

/** `countedAt` of a file whose counts are to be made anew at once. */
export const NOT_COUNTED = -1;

export interface SessionFile {
  readonly path: string;
  /** Uploaded into a folder of ours: removed when it is no longer needed. */
  readonly temporary: boolean;
  /** Nobody is at a window: what can be taken for granted is not asked. */
  readonly unattended: boolean;
  /** Set for a sheet: `path` is then its text, which lies in a folder of ours. */
  readonly sheet: SheetOf | null;
  answers: ImportAnswers;
  inspected: InspectedFile | null;
  /** The user said that it is the same shop as before. */
  sameShop: boolean;
  /** Records as they lie in the file, one leaf of the Merkle tree each. */
  recordCount: number;
  /** `importsVersion` of the book on which the counts were made. */
  countedAt: number;
  view: ImportFile;
}

/** The workbook that a sheet was taken from. */
export interface SheetOf {
  readonly name: string;
  readonly workbook: { readonly path: string; readonly sha256: string; readonly byteCount: number; readonly temporary: boolean };
}

export interface Session {
  readonly id: string;
  readonly files: SessionFile[];
  /** Set by what ends it, or holds it: else the state follows from the files. */
  phase: 'open' | 'publishing' | 'published' | 'cancelled';
  previewToken: string | null;
  /** Command that published it. */
  commandId: string | null;
  /** Job that reads its files, or null. */
  jobId: string | null;
  /** Stops the reading when the session is cancelled. */
  readonly abort: AbortController;
  /** Answers by file name, by system, or for all (`*`). */
  answers: Readonly<Record<string, ImportAnswers>>;
}

export class ImportState {
  readonly sessions = new Map<string, Session>();
  #turn: Promise<unknown> = Promise.resolve();

  open(sessionId: string): Session {
    const known = this.sessions.get(sessionId);
    if (known !== undefined) return known;
    const session: Session = {
      id: sessionId,
      files: [],
      phase: 'open',
      previewToken: null,
      commandId: null,
      jobId: null,
      abort: new AbortController(),
      answers: {},
    };
    this.sessions.set(sessionId, session);
    const ended = [...this.sessions.values()].filter(({ phase }) => phase === 'published' || phase === 'cancelled');
    for (const { id } of ended.slice(0, Math.max(0, ended.length - KEPT))) this.sessions.delete(id);
    return session;
  }

  /** Changes of batches' states wait for each other, so that each finds the book as the one before left it. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work, work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

export function newFile(fileKey: string, name: string, path: string, temporary: boolean, byteCount: number): SessionFile {
  return {
    path,
    temporary,
    unattended: !temporary,
    sheet: null,
    answers: {},
    inspected: null,
    sameShop: false,
    recordCount: 0,
    countedAt: 0,
    view: {
      fileKey,
      name,
      byteCount,
      state: 'waiting',
      label: null,
      system: null,
      account: null,
      questions: [],
      progress: 0,
      rowsPerSecond: null,
      counts: null,
      totals: {},
      assumedCurrency: null,
      unreadable: [],
      changes: [],
      problem: null,
      batchId: null,
    },
  };
}

export function failedFile(fileKey: string, name: string, problem: Problem): SessionFile {
  const file = newFile(fileKey, name, '', false, 0);
  file.view = { ...file.view, state: 'failed', problem };
  return file;
}

/** A key that no file of the session has, or ever had while it was open. */
export function keyFor(session: Session): string {
  const used = session.files.map(({ view }) => Number(view.fileKey.slice(1)));
  return `f${Math.max(0, ...used) + 1}`;
}

export function viewOf(session: Session): ImportSession {
  return {
    sessionId: session.id,
    state: stateOf(session),
    files: session.files.map(({ view }) => view),
    previewToken: session.previewToken,
  };
}

function stateOf({ phase, jobId, files }: Session): ImportSession['state'] {
  if (phase !== 'open') return phase;
  if (jobId !== null) return 'reading';
  return files.some(({ view }) => view.state === 'asking') ? 'asking' : 'ready';
}

export function update(context: WriterContext, session: Session, file: SessionFile, patch: Partial<ImportFile>): void {
  file.view = { ...file.view, ...patch };
  context.emit({ kind: 'importSession', sessionId: session.id });
}

export function readyFiles(session: Session): SessionFile[] {
  return session.files.filter(({ view }) => view.state === 'ready');
}

/** Names exactly what would be published: the batches, their counts, their first changes. Null while there is nothing to publish. */
export function tokenOf({ ports }: WriterContext, session: Session): string | null {
  const ready = readyFiles(session);
  if (ready.length === 0 || session.files.some(({ view }) => view.state === 'asking')) return null;
  const shown = ready.map(({ view }) => [view.batchId, view.counts, view.totals, view.changes]);
  return Buffer.from(ports.sha256(JSON.stringify([session.id, shown]))).toString('base64url');
}
