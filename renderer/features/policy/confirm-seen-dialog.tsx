import { useState } from 'react';
import type { CoverageStretch } from '#shared/contract/policy.ts';
import { newCommandId, useAct } from '../../app/act.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { formatDay, plural } from '../../design/format.ts';
import { Modal } from '../../design/modal.tsx';
import { placeName } from './place.ts';

/** All days that were only seen, confirmed with one reason; each is a decision of its own and is taken back by itself. */
export function ConfirmSeenDialog({ seen, onClose }: { seen: readonly CoverageStretch[]; onClose: () => void }) {
  const act = useAct();
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const ready = why.trim() !== '';
  const confirm = async () => {
    setBusy(true);
    let all = true;
    for (const { system, account, inside, fromDay, toDay } of seen) {
      const days = { system, account, inside, fromDay, toDay, lacks: false };
      const given = { commandId: newCommandId(), reasonCode: null, reasonText: why.trim() };
      all = (await act((client) => client.policy.confirmCoverage({ ...days, ...given }))) !== null && all;
    }
    setBusy(false);
    if (all) onClose();
  };
  const day = (iso: string): string => formatDay(Date.parse(iso), 'UTC');
  return (
    <Modal
      title="These days are complete"
      description={plural(seen.length, 'stretch of days', 'stretches of days')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="confirm-seen" tone="main" disabled={!ready} busy={busy}>
            Confirm all
          </Button>
        </>
      }
    >
      <form
        id="confirm-seen"
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void confirm();
        }}
      >
        <p className="muted">
          These sources told everything about these days. What they do not show there is missing, and becomes an exception.
        </p>
        <ul className="coverage-seen">
          {seen.map((stretch) => (
            <li key={`${placeName(stretch)} ${stretch.fromDay}`}>
              <span>{placeName(stretch)}</span>
              <span className="muted">
                {day(stretch.fromDay)} – {day(stretch.toDay)}
              </span>
            </li>
          ))}
        </ul>
        <Field label="Why" hint="For the log, and for whoever asks next year">
          {(slots) => (
            <input {...slots} className="input" maxLength={400} value={why} onChange={(event) => setWhy(event.target.value)} />
          )}
        </Field>
      </form>
    </Modal>
  );
}
