/** What can keep a file out of the book, in words. */
import type { Problem } from '#shared/contract/procedure.ts';

const NOTHING = 'Nothing of it was imported; the book is as it was.';

export const importProblems = {
  uploadMissing: (): Problem => ({
    code: 'uploadMissing',
    what: 'A file did not arrive.',
    safe: NOTHING,
    todo: 'Drop it on the window again.',
  }),
  cannotRead: (name: string, reason: string): Problem => ({
    code: 'cannotRead',
    what: `${name} could not be read: ${reason}`,
    safe: NOTHING,
    todo: 'Check that the file is there and that you may read it, then add it again.',
  }),
  notSupported: (found: { readonly what: string; readonly safe: string; readonly todo: string }): Problem => ({
    code: 'notSupported',
    ...found,
  }),
  unreadableWorkbook: (what: string): Problem => ({
    code: 'notSupported',
    what,
    safe: NOTHING,
    todo: 'Open it in a spreadsheet program, save it again as XLSX or CSV, and add that file. A password must be taken off first.',
  }),
  changedWhileReading: (name: string): Problem => ({
    code: 'changedWhileReading',
    what: `${name} changed while it was being read.`,
    safe: NOTHING,
    todo: 'Wait until the program that writes it is done, then add it again.',
  }),
  failed: (name: string, reason: string): Problem => ({
    code: 'importFailed',
    what: `Reading ${name} stopped: ${reason}`,
    safe: `${NOTHING} The other files are not affected.`,
    todo: 'Add the file again. If it fails again, export it anew from its system.',
  }),
  sessionGone: (): Problem => ({
    code: 'sessionGone',
    what: 'This import is no longer open: the app was restarted, or the import was ended, before it was published.',
    safe: 'Nothing of it is in the book.',
    todo: 'Add the files again.',
  }),
  stale: (): Problem => ({
    code: 'previewStale',
    what: 'The book changed since this preview was made, so importing would do something else than it showed.',
    safe: 'Nothing was imported.',
    todo: 'Look at the new figures and import again.',
  }),
  notReady: (): Problem => ({
    code: 'previewNotReady',
    what: 'There is nothing to import yet: files are still being read, wait for an answer, or hold nothing to import.',
    safe: 'Nothing was imported.',
    todo: 'Answer the open questions or remove those files, then import.',
  }),
  batchState: (batchId: number, wanted: 'undo' | 'redo'): Problem => ({
    code: 'batchState',
    what:
      wanted === 'undo'
        ? `Import ${batchId} is not in the book, so it cannot be undone.`
        : `Import ${batchId} was not undone, so it cannot be redone.`,
    safe: 'Nothing was changed.',
    todo: 'Look at the list of imports: it may have been changed in another window.',
  }),
  twinPublished: (fileName: string, batchId: number): Problem => ({
    code: 'twinPublished',
    what: `The same file is in the book already: ${fileName} was imported again, as import ${batchId}.`,
    safe: 'Nothing was changed. Everything the file says is in the book once.',
    todo: `Nothing is left to do. To have this import back in its place, undo import ${batchId} first.`,
  }),
  stopped: (): Problem => ({
    code: 'stopped',
    what: 'The change was stopped before it was made.',
    safe: 'Nothing was changed.',
    todo: 'Start it again when it suits.',
  }),
  rowGone: (): Problem => ({
    code: 'rowNotOpen',
    what: 'This row can no longer be corrected: its import was undone, or its source has since given a readable version.',
    safe: 'Nothing was changed.',
    todo: 'Look at the list of unreadable rows again.',
  }),
  stillUnreadable: (cause: string): Problem => ({
    code: 'stillUnreadable',
    what: `With these values the row still cannot be read: ${cause}`,
    safe: 'Nothing was changed.',
    todo: 'Correct the value that is named, and save again.',
  }),
};
