import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { attempt } from '../../app/act.ts';
import { useClient } from '../../client/context.tsx';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Modal } from '../../design/modal.tsx';

/** The name that stands beside this person's decisions. */
export function ProfileDialog({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const cache = useQueryClient();
  const { data: profile } = useQuery(queries.profile(client));
  const [typed, setTyped] = useState<string | null>(null);
  const name = typed ?? profile?.name ?? '';
  const ready = name.trim() !== '';

  async function save(): Promise<void> {
    const saved = await attempt(() => client.book.setProfile({ name: name.trim() }));
    if (saved === null) return;
    cache.setQueryData(queries.profile(client).queryKey, saved);
    onClose();
  }

  return (
    <Modal
      title="Your name"
      description="It stands beside every decision you make, in the change log and in what you export."
      size="small"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="profile" tone="main" disabled={!ready}>
            Save
          </Button>
        </>
      }
    >
      <form
        id="profile"
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void save();
        }}
      >
        <Field label="Name" hint="Anyone at this computer can set it: it says who decided, it does not prove it.">
          {(slots) => (
            <input {...slots} className="input" maxLength={60} value={name} onChange={(event) => setTyped(event.target.value)} />
          )}
        </Field>
      </form>
    </Modal>
  );
}
