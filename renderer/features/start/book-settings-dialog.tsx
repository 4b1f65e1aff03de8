import { useState } from 'react';
import type { BookSummary } from '#shared/contract/book.ts';
import { newCommandId, useAct } from '../../app/act.ts';
import { Button } from '../../design/button.tsx';
import { Modal } from '../../design/modal.tsx';
import { BookFields, draftErrors } from './book-form.tsx';

/** Name, base currency and time zone of the open book. Each change stands in the change log. */
export function BookSettingsDialog({ book, onClose }: { book: BookSummary; onClose: () => void }) {
  const act = useAct();
  const [draft, setDraft] = useState({ name: book.name, baseCurrency: book.baseCurrency, timeZone: book.timeZone });
  const [busy, setBusy] = useState(false);
  const changed = draft.name !== book.name || draft.baseCurrency !== book.baseCurrency || draft.timeZone !== book.timeZone;
  const ready = changed && Object.keys(draftErrors(draft)).length === 0;

  async function save(): Promise<void> {
    setBusy(true);
    const receipt = await act((app) => app.book.updateSettings({ ...draft, commandId: newCommandId() }));
    setBusy(false);
    if (receipt !== null) onClose();
  }

  return (
    <Modal
      title="Book settings"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="book-settings" tone="main" disabled={!ready} busy={busy}>
            Save
          </Button>
        </>
      }
    >
      <form
        id="book-settings"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void save();
        }}
      >
        <BookFields draft={draft} onChange={setDraft} />
      </form>
    </Modal>
  );
}
