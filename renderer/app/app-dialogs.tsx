import type { BookSummary } from '#shared/contract/book.ts';
import { BookSettingsDialog } from '../features/start/book-settings-dialog.tsx';
import { NewBookDialog } from '../features/start/new-book-dialog.tsx';
import { OpenBookDialog } from '../features/start/open-book-dialog.tsx';
import { ProfileDialog } from '../features/start/profile-dialog.tsx';
import { closeDialog, useDialogs } from './dialogs.ts';
import { Help } from './help.tsx';
import { Palette } from './palette.tsx';

/** The dialog of the whole app that is open, if one is. */
export function Dialogs({ book }: { book: BookSummary | null }) {
  const open = useDialogs((state) => state.open);
  switch (open) {
    case null:
      return null;
    case 'palette':
      return <Palette onClose={closeDialog} />;
    case 'help':
      return <Help onClose={closeDialog} />;
    case 'newBook':
      return <NewBookDialog onClose={closeDialog} />;
    case 'openBook':
      return <OpenBookDialog onClose={closeDialog} />;
    case 'profile':
      return <ProfileDialog onClose={closeDialog} />;
    case 'bookSettings':
      return book === null ? null : <BookSettingsDialog book={book} onClose={closeDialog} />;
  }
}
