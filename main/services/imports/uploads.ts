/** Files that came from the window lie in a folder of ours until they are read; then they are in the book. */
import { rmSync } from 'node:fs';
import type { Session, SessionFile } from './session.ts';

export function removeUpload({ temporary, path }: SessionFile): void {
  if (temporary) rmSync(path, { force: true });
}

export function removeUploads(session: Session): void {
  for (const file of session.files) {
    removeUpload(file);
    if (file.sheet?.workbook.temporary === true) rmSync(file.sheet.workbook.path, { force: true });
  }
}
