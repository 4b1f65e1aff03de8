/** Verifies a book (from a read-only connection) or an audit pack; takes the outside head from an older one if asked to. */
import { setImmediate } from 'node:timers/promises';
import { nodePorts } from '#main/app/node-ports.ts';
import { notABook } from '#main/services/book/problems.ts';
import { ProblemError } from '#main/services/context.ts';
import type { TaskModule } from '#main/services/job-thread.ts';
import { verifyBook } from '#main/services/verify-book.ts';
import type { Verify } from '#main/services/verify-task.ts';
import { inspectBookFile } from '#store/book-file.ts';
import { openReader } from '#store/database.ts';
import { readLogHead } from '#store/queries/change-log.ts';
import {
  ChainCheck,
  Findings,
  type Hashes,
  headOfPack,
  nodeHashes,
  openPack,
  type Pack,
  type Report,
  verifyPack,
} from '../../../verify/verify.mjs';

type Target =
  | { readonly kind: 'book' }
  | { readonly kind: 'pack'; readonly pack: Pack }
  | { readonly kind: 'damaged'; readonly detail: string };

export const verify: TaskModule<Verify> = async ({ path, head, against }, { signal, report }) => {
  const hashes = await nodeHashes();
  const outside = against === null ? head : await headOf(against);
  const target = await targetAt(path);
  if (target.kind === 'damaged') return damagedReport(hashes, outside, target.detail);
  if (target.kind === 'pack') {
    return verifyPack(target.pack, {
      hashes,
      head: outside,
      progress(text) {
        signal.throwIfAborted();
        report(null, text);
      },
    });
  }
  const db = openReader(path);
  try {
    db.exec('BEGIN');
    return await verifyBook(db, {
      hashes,
      head: outside,
      async step(progress, detail) {
        report(progress, detail);
        await setImmediate();
        signal.throwIfAborted();
      },
    });
  } catch (error) {
    if (isCorruption(error)) return damagedReport(hashes, outside, error.message);
    throw error;
  } finally {
    db.close();
  }
};

async function targetAt(path: string): Promise<Target> {
  const file = inspectBookFile(path);
  if (file.kind === 'book' || file.kind === 'damaged') return file;
  const pack = file.kind === 'missing' ? null : await openPack(path);
  if (pack?.names.some((name) => name === 'manifest.json' || name === 'log.jsonl')) return { kind: 'pack', pack };
  throw notVerifiable(path, file.kind === 'missing');
}

async function headOf(path: string): Promise<string> {
  const target = await targetAt(path);
  if (target.kind === 'pack') {
    const head = await headOfPack(target.pack);
    if (head !== null) return head;
  }
  if (target.kind !== 'book') throw notABook(path);
  const db = openReader(path);
  try {
    return readLogHead(db, nodePorts.sha256).hashHex;
  } finally {
    db.close();
  }
}

/** The file cannot be read to its end: nothing about its log can be said but that. */
function damagedReport(hashes: Hashes, head: string | null, detail: string): Report {
  const findings = new Findings();
  findings.add(`The file itself is damaged: ${detail}.`);
  return new ChainCheck(hashes, head).report(0, findings);
}

function isCorruption(error: unknown): error is Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB');
}

function notVerifiable(path: string, isMissing: boolean): ProblemError {
  return new ProblemError({
    code: 'notVerifiable',
    what: isMissing ? `There is nothing at ${path}.` : `${path} is neither a book nor an audit pack.`,
    safe: 'Nothing was changed: verifying only reads.',
    todo: 'Name a file that ends in .onefold, or an audit pack: its zip, or the folder it was extracted to.',
  });
}
