import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { attempt } from '../../app/act.ts';
import { useClient } from '../../client/context.tsx';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Modal } from '../../design/modal.tsx';
import { BookFileInput } from './path-inputs.tsx';

/** Opens a book by its path. */
export function OpenBookDialog({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const { data: recent } = useQuery(queries.recentBooks(client));
  const [path, setPath] = useState('');
  const [busy, setBusy] = useState(false);
  const ready = path.trim() !== '';

  async function open(): Promise<void> {
    setBusy(true);
    const opened = await attempt(() => client.book.open({ path: path.trim() }));
    setBusy(false);
    if (opened !== null) onClose();
  }

  return (
    <Modal
      title="Open a book"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="open-book" tone="main" disabled={!ready} busy={busy}>
            Open
          </Button>
        </>
      }
    >
      <form
        id="open-book"
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void open();
        }}
      >
        <Field label="Where it is" hint="The full path of a file that ends in .onefold.">
          {(slots) => (
            <BookFileInput
              slots={slots}
              value={path}
              placeholder={`${recent?.booksDir ?? ''}/my-company.onefold`}
              onChange={setPath}
            />
          )}
        </Field>
      </form>
    </Modal>
  );
}
