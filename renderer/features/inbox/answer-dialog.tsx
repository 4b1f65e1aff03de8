/** What a person says about an exception, with a reason for the log. */
import { useState } from 'react';
import type { InboxItem } from '#shared/contract/inbox.ts';
import { OWNERS, type Owner } from '#shared/domain/policy.ts';
import { ownerName } from '#shared/domain/policy-words.ts';
import { newCommandId, useAct } from '../../app/act.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Modal } from '../../design/modal.tsx';

export type AnswerKind = 'resolve' | 'waive' | 'snooze' | 'assign';

const DAY_MS = 86_400_000;

const WORDS: Readonly<Record<AnswerKind, { title: string; about: string; act: string }>> = {
  resolve: {
    title: 'It was settled outside the book',
    about:
      'It leaves the inbox. If the sources still say the same tomorrow, it stays settled; if what it is about changes, it comes back.',
    act: 'Settled',
  },
  waive: {
    title: 'Waive it',
    about: 'It is so, and nothing will be done about it. It stays waived while what it is about stays the same.',
    act: 'Waive',
  },
  snooze: { title: 'Not now', about: 'It comes back by itself.', act: 'Put off' },
  assign: { title: 'Hand it over', about: 'It stays open, with another owner.', act: 'Hand over' },
};

export function AnswerDialog({ item, kind, onClose }: { item: InboxItem; kind: AnswerKind; onClose: () => void }) {
  const act = useAct();
  const [reason, setReason] = useState('');
  const [days, setDays] = useState(1);
  const [owner, setOwner] = useState<Owner>(OWNERS.find((one) => one === item.owner) ?? 'finance');
  const [assignee, setAssignee] = useState(item.assignee ?? '');
  const [busy, setBusy] = useState(false);
  const words = WORDS[kind];
  const needsReason = kind === 'waive' || kind === 'resolve';
  const answer = async () => {
    setBusy(true);
    const target = {
      commandId: newCommandId(),
      exceptionId: item.exceptionId,
      reasonCode: null,
      reasonText: reason.trim() === '' ? null : reason.trim(),
    };
    const receipt = await act((client) => {
      switch (kind) {
        case 'resolve':
          return client.inbox.resolve(target);
        case 'waive':
          return client.inbox.waive(target);
        case 'snooze':
          return client.inbox.snooze({ ...target, untilMs: Date.now() + days * DAY_MS });
        case 'assign':
          return client.inbox.assign({ ...target, owner, assignee: assignee.trim() === '' ? null : assignee.trim() });
      }
    });
    setBusy(false);
    if (receipt !== null) onClose();
  };
  return (
    <Modal
      title={words.title}
      description={item.title}
      size="small"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="main" busy={busy} disabled={needsReason && reason.trim() === ''} onClick={() => void answer()}>
            {words.act}
          </Button>
        </>
      }
    >
      <p className="inbox-about">{words.about}</p>
      {kind === 'snooze' && (
        <Field label="For how many days">
          {(slots) => (
            <select {...slots} className="input" value={days} onChange={(event) => setDays(Number(event.target.value))}>
              {[1, 2, 3, 7, 14, 30].map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {kind === 'assign' && (
        <>
          <Field label="Owner">
            {(slots) => (
              <select
                {...slots}
                className="input"
                value={owner}
                onChange={(event) => setOwner(OWNERS.find((one) => one === event.target.value) ?? owner)}
              >
                {OWNERS.map((one) => (
                  <option key={one} value={one}>
                    {ownerName(one)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label="Person" hint="Optional">
            {(slots) => (
              <input
                {...slots}
                className="input"
                maxLength={80}
                value={assignee}
                onChange={(event) => setAssignee(event.target.value)}
              />
            )}
          </Field>
        </>
      )}
      <Field label="Why" hint={needsReason ? 'For the log, and for whoever asks next year' : 'Optional, for the log'}>
        {(slots) => <input {...slots} className="input" value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
    </Modal>
  );
}
