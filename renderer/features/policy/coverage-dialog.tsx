import { useState } from 'react';
import { newCommandId, useAct } from '../../app/act.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Modal } from '../../design/modal.tsx';
import type { CoveredAccount, Days } from './stretches.ts';

export interface CoverageWish {
  readonly at: CoveredAccount['at'];
  readonly name: string;
  readonly lacks: boolean;
  /** Proposed days. */
  readonly days: Days;
}

/** A person's word on some days of a source: it tells everything about them, or it does not. */
export function CoverageDialog({ wish: { at, name, lacks, days }, onClose }: { wish: CoverageWish; onClose: () => void }) {
  const act = useAct();
  const [fromDay, setFromDay] = useState(days.fromDay);
  const [toDay, setToDay] = useState(days.toDay);
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const { system, account, inside } = at;
  const turned = fromDay !== '' && toDay !== '' && fromDay > toDay;
  const ready = fromDay !== '' && toDay !== '' && !turned && why.trim() !== '';
  const say = async () => {
    setBusy(true);
    const receipt = await act((client) =>
      client.policy.confirmCoverage({
        commandId: newCommandId(),
        system,
        account,
        inside,
        fromDay,
        toDay,
        lacks,
        reasonCode: null,
        reasonText: why.trim(),
      }),
    );
    setBusy(false);
    if (receipt !== null) onClose();
  };
  return (
    <Modal
      title={lacks ? 'Days are missing' : 'These days are complete'}
      description={name}
      size="small"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="coverage" tone="main" disabled={!ready} busy={busy}>
            {lacks ? 'They are missing' : 'Confirm'}
          </Button>
        </>
      }
    >
      <form
        id="coverage"
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void say();
        }}
      >
        <p className="muted">
          {lacks
            ? 'The source did not tell everything about these days, whatever its files state. What would be missing there is waited for.'
            : 'The source told everything about these days. What it does not show there is missing, and becomes an exception.'}
        </p>
        <div className="form-pair">
          <Field label="From" error={turned ? 'Lies after the last day.' : null}>
            {(slots) => (
              <input
                {...slots}
                type="date"
                className="input"
                value={fromDay}
                onChange={(event) => setFromDay(event.target.value)}
              />
            )}
          </Field>
          <Field label="To, this day too">
            {(slots) => (
              <input {...slots} type="date" className="input" value={toDay} onChange={(event) => setToDay(event.target.value)} />
            )}
          </Field>
        </div>
        <Field label="Why" hint="For the log, and for whoever asks next year">
          {(slots) => (
            <input {...slots} className="input" maxLength={400} value={why} onChange={(event) => setWhy(event.target.value)} />
          )}
        </Field>
      </form>
    </Modal>
  );
}
