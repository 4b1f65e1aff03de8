/** Why a book cannot be opened or made, in words: what happened, what is safe, what to do. */
import { basename } from 'node:path';
import type { Problem } from '#shared/contract/procedure.ts';
import type { PlaceRisk } from '#store/book-place.ts';
import { ProblemError } from '../context.ts';

const UNTOUCHED = 'The file was not changed.';

function problem(code: string, what: string, safe: string, todo: string): ProblemError {
  const body: Problem = { code, what, safe, todo };
  return new ProblemError(body);
}

export function missing(path: string): ProblemError {
  return problem(
    'bookMissing',
    `There is no book at ${path}.`,
    'Nothing was changed.',
    'If it was moved or renamed, open it from its new place. If it lies on a drive that is not connected, connect the drive.',
  );
}

export function notABook(path: string): ProblemError {
  return problem(
    'notABook',
    `${basename(path)} is not an Onefold book.`,
    UNTOUCHED,
    'Choose a file that ends in .onefold, or make a new book.',
  );
}

export function damaged(path: string, detail: string, backups: readonly string[]): ProblemError {
  const newest = backups[0];
  return problem(
    'bookDamaged',
    `${basename(path)} is damaged: ${detail}.`,
    `${UNTOUCHED} ${backups.length === 0 ? 'No backup lies beside it.' : `${backups.length} checked backup${backups.length === 1 ? ' lies' : 's lie'} beside it.`}`,
    newest === undefined
      ? 'Keep the file as it is. Open a backup from another place, or make a new book and import the export files again: they give the same records.'
      : `Open the newest backup, ${basename(newest)}, and import again what came after it. Keep the damaged file until the backup is looked through.`,
  );
}

export function fromTheFuture(path: string, found: number): ProblemError {
  return problem(
    'bookFromFuture',
    `${basename(path)} was written by a newer version of Onefold (its shape is ${found}).`,
    UNTOUCHED,
    'Update Onefold on this machine, then open the book again.',
  );
}

export function inUse(path: string): ProblemError {
  return problem(
    'bookInUse',
    `${basename(path)} is open in another window or program.`,
    'Nothing was changed, here or there. Only one program writes to a book at a time, so that no change can undo another.',
    'Close it there (a running import on the command line counts), then open it again.',
  );
}

export function riskyPlace(path: string, risk: PlaceRisk): ProblemError {
  return risk.kind === 'network'
    ? problem(
        'bookOnNetwork',
        `${basename(path)} lies on ${risk.detail}.`,
        `${UNTOUCHED} File locks do not hold there, and a book could be damaged without notice.`,
        'Copy it to a folder on this machine’s own disk and open the copy. Send backups to the network drive instead.',
      )
    : problem(
        'bookInCloud',
        `${basename(path)} lies in a folder that ${risk.detail} keeps in sync.`,
        `${UNTOUCHED} A sync copies a book half-written, and can replace it while it is open.`,
        'Copy it to a folder that is not synced, and open the copy. Backups may well lie in the synced folder.',
      );
}

export function alreadyThere(path: string): ProblemError {
  return problem(
    'bookExists',
    `There already is a file ${path}.`,
    UNTOUCHED,
    'Give the new book another name, or open the one that is there.',
  );
}

export function cannotWrite(path: string, reason: string): ProblemError {
  return problem(
    'bookNotWritable',
    `${basename(path)} cannot be written to: ${reason}.`,
    'Nothing was changed.',
    'Check that the disk has room and that you may write to its folder, or choose another folder.',
  );
}

export function backupFailed(path: string, reason: string): ProblemError {
  return problem(
    'backupFailed',
    `The backup ${basename(path)} was not made: ${reason}.`,
    'The book itself was not changed, and no half-made backup was left behind.',
    'Make room on the disk, or check that you may write to its folder, and try again.',
  );
}

export function unknownZone(name: string): ProblemError {
  return problem(
    'unknownZone',
    `“${name}” is not a time zone.`,
    'No setting was changed.',
    'Choose one from the list, such as Europe/Berlin.',
  );
}
