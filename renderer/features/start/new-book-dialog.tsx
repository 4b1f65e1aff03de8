import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { attempt } from '../../app/act.ts';
import { useClient } from '../../client/context.tsx';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { plural } from '../../design/format.ts';
import { Modal } from '../../design/modal.tsx';
import { useHandover } from '../import/begin-import.ts';
import { BookFields, deviceZone, draftErrors } from './book-form.tsx';
import { FolderInput } from './path-inputs.tsx';

/** Makes a book and opens it. Files that were dropped before there was one are imported next. */
export function NewBookDialog({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const { data: recent } = useQuery(queries.recentBooks(client));
  const waiting = useHandover((state) => state.waitingForBook);
  const [draft, setDraft] = useState({ name: '', baseCurrency: 'USD', timeZone: deviceZone() });
  const [folder, setFolder] = useState('');
  const [busy, setBusy] = useState(false);
  const ready = Object.keys(draftErrors(draft)).length === 0;

  async function create(): Promise<void> {
    setBusy(true);
    const made = await attempt(() =>
      client.book.create({ ...draft, name: draft.name.trim(), folder: folder.trim() === '' ? null : folder.trim() }),
    );
    setBusy(false);
    if (made !== null) onClose();
  }
  function cancel(): void {
    useHandover.setState({ waitingForBook: [] });
    onClose();
  }

  return (
    <Modal
      title="New book"
      description={
        waiting.length === 0
          ? 'One file, on this device, that you own.'
          : `First a book to put them in; then you see what ${waiting.length === 1 ? 'the file holds' : `the ${plural(waiting.length, 'file')} hold`}.`
      }
      onClose={cancel}
      footer={
        <>
          <Button onClick={cancel}>Cancel</Button>
          <Button type="submit" form="new-book" tone="main" disabled={!ready} busy={busy}>
            Make the book
          </Button>
        </>
      }
    >
      <form
        id="new-book"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void create();
        }}
      >
        <BookFields draft={draft} onChange={setDraft}>
          <Field label="Folder" hint="Not a network or cloud folder: those break files while they are open.">
            {(slots) => <FolderInput slots={slots} value={folder} placeholder={recent?.booksDir ?? ''} onChange={setFolder} />}
          </Field>
        </BookFields>
      </form>
    </Modal>
  );
}
