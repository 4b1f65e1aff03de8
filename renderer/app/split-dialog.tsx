import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { OrderPage } from '#shared/contract/orders.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';
import { useClient } from '../client/context.tsx';
import { queries } from '../client/queries.ts';
import { Button } from '../design/button.tsx';
import { toggled } from '../design/facets.tsx';
import { Field } from '../design/field.tsx';
import { plural } from '../design/format.ts';
import { Modal } from '../design/modal.tsx';
import { SystemBadge } from '../design/system-badge.tsx';
import { Tag } from '../design/tag.tsx';
import { newCommandId, useAct } from './act.ts';
import './split-dialog.css';

/**
 * Takes records out of an order, at any time. Nothing is lost: the records stay, later edits stay with the record they were made on,
 * and the cut is remembered, so that no rule joins the two sides again.
 */
export function SplitDialog({ order, onClose }: { order: OrderPage; onClose: () => void }) {
  const client = useClient();
  const act = useAct();
  const [takeOut, setTakeOut] = useState<readonly number[]>([]);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const valid = takeOut.length > 0 && takeOut.length < order.members.length;
  const { data: effects } = useQuery({
    ...queries.splitEffects(client, { orderId: order.orderId, takeOut: [...takeOut] }),
    enabled: valid,
  });

  async function split(): Promise<void> {
    setBusy(true);
    const text = reason.trim();
    const receipt = await act((app) =>
      app.review.split({
        commandId: newCommandId(),
        orderId: order.orderId,
        takeOut: [...takeOut],
        reasonCode: text === '' ? null : 'person',
        reasonText: text === '' ? null : text,
      }),
    );
    setBusy(false);
    if (receipt !== null) onClose();
  }

  return (
    <Modal
      title={`Take records out of order ${order.head.number}`}
      description="Sources are never changed, and this can be undone."
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="main" disabled={!valid} busy={busy} onClick={() => void split()}>
            {valid ? `Take out ${plural(takeOut.length, 'record')}` : 'Choose what to take out'}
          </Button>
        </>
      }
    >
      <fieldset className="split-members">
        <legend className="sr-only">Records to take out</legend>
        {order.members.map((member) => {
          const out = takeOut.includes(member.recordId);
          return (
            <label key={member.recordId} className={out ? 'split-member out' : 'split-member'}>
              <input type="checkbox" checked={out} onChange={() => setTakeOut(toggled(takeOut, member.recordId))} />
              <SystemBadge system={member.system} />
              <span className="split-name">
                {SYSTEM_LABELS[member.system].name} {member.type.replaceAll('_', ' ')}{' '}
                <span className="mono">{member.nativeId}</span>
                <small className="faint">
                  {member.part} · {member.joinedBy}
                </small>
              </span>
              <span className="num">{member.total === null ? '' : `${member.total.text} ${member.total.currency ?? ''}`}</span>
              {out ? <Tag tone="warn">out</Tag> : <Tag>stays</Tag>}
            </label>
          );
        })}
      </fieldset>
      <div className="split-effects" aria-live="polite">
        {takeOut.length === order.members.length && <p className="muted">At least one record has to stay.</p>}
        {valid && effects != null && (
          <>
            <p>
              <strong>{plural(effects.orders.length, 'order')}</strong> afterwards. Canonical total{' '}
              <span className="tabular">{shown(effects.canonicalBefore)}</span> →{' '}
              <strong className="tabular">{shown(effects.canonicalAfter)}</strong>; what the sources say stays the same.
            </p>
            <ul>
              {effects.orders.map((part) => (
                <li key={part.orderId}>
                  <span className="mono">{part.orderId}</span>
                  {part.members.map((member) => (
                    <SystemBadge key={member.recordId} system={member.system} small />
                  ))}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      <Field label="Reason" hint="Optional; it stands in the change log.">
        {(slots) => (
          <input {...slots} className="input" maxLength={400} value={reason} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
    </Modal>
  );
}

function shown(sums: readonly { text: string; currency: string | null }[]): string {
  return sums.map((sum) => `${sum.text} ${sum.currency ?? ''}`.trim()).join(' + ') || '0';
}
