import { useState } from 'react';
import { useLocation } from 'wouter';
import { newCommandId, useAct } from '../../app/act.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Modal } from '../../design/modal.tsx';

/** Puts a model in force, after a word about what that does. Undo takes it back. */
export function AdoptButton({ version, name }: { version: string; name: string }) {
  const act = useAct();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const adopt = async () => {
    setBusy(true);
    const receipt = await act((client) => client.models.adopt({ commandId: newCommandId(), version, reasonText: reason }));
    setBusy(false);
    if (receipt === null) return;
    setAsking(false);
    navigate('/models');
  };
  return (
    <>
      <Button tone="main" onClick={() => setAsking(true)}>
        Adopt…
      </Button>
      {asking && (
        <Modal
          title={`Adopt ${name.toLowerCase()}?`}
          size="small"
          onClose={() => setAsking(false)}
          footer={
            <>
              <Button onClick={() => setAsking(false)}>Cancel</Button>
              <Button tone="main" busy={busy} onClick={() => void adopt()}>
                Adopt
              </Button>
            </>
          }
        >
          <p className="models-adopt">
            All pairs are weighed anew by it, and orders follow. What people decided stands. The adoption is an entry of the change
            log; taking it back brings the former model and its orders back.
          </p>
          <Field label="Why" hint="Optional, for the log">
            {(slots) => <input {...slots} className="input" value={reason} onChange={(event) => setReason(event.target.value)} />}
          </Field>
        </Modal>
      )}
    </>
  );
}
