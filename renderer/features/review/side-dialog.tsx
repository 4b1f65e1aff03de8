import { useState } from 'react';
import type { Comparison } from '#shared/contract/review.ts';
import { newCommandId, useAct } from '../../app/act.ts';
import { Button } from '../../design/button.tsx';
import { toggled } from '../../design/facets.tsx';
import { Field } from '../../design/field.tsx';
import { plural } from '../../design/format.ts';
import { Modal } from '../../design/modal.tsx';
import { SystemBadge } from '../../design/system-badge.tsx';
import { RELATIONS } from './reason-codes.ts';
import { draftOf, reviewActions } from './store.ts';

/**
 * Which records are not the same sale as the others. With two records there is nothing to ask but how they are related; with more,
 * the answer holds between the two sides only.
 */
export function SideDialog({
  comparison,
  kind,
  onDone,
  onClose,
}: {
  comparison: Comparison;
  kind: 'apart' | 'relate';
  onDone: () => void;
  onClose: () => void;
}) {
  const act = useAct();
  const { members, item, token } = comparison;
  const [chosen, setChosen] = useState<readonly number[]>(
    members.length === 2 ? members.slice(1).map(({ recordId }) => recordId) : [],
  );
  const [relation, setRelation] = useState<string>(RELATIONS[0].code);
  const [reason, setReason] = useState(draftOf(item.proposalId).reason);
  const [busy, setBusy] = useState(false);
  const ready = chosen.length > 0 && chosen.length < members.length;

  async function decide(): Promise<void> {
    setBusy(true);
    const text = reason.trim();
    const common = {
      commandId: newCommandId(),
      proposalId: item.proposalId,
      token,
      side: [...chosen],
      reasonCode: text === '' ? null : 'other',
      reasonText: text === '' ? null : text,
    };
    const receipt = await act((app) => (kind === 'apart' ? app.review.apart(common) : app.review.relate({ ...common, relation })));
    setBusy(false);
    if (receipt === null) return;
    reviewActions.settled(item.proposalId, receipt.decisionId);
    onClose();
    onDone();
  }

  return (
    <Modal
      title={kind === 'apart' ? 'Which are not the same sale?' : 'Related, but separate'}
      description={
        kind === 'apart'
          ? 'Choose one side. The answer is remembered between the two sides, also through a third record; nothing is said inside a side.'
          : 'They stay separate orders with a link between them, and will not be asked about again unless a compared field changes.'
      }
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="side" tone="main" disabled={!ready} busy={busy}>
            {kind === 'apart' ? 'Keep apart' : 'Link as related'}
          </Button>
        </>
      }
    >
      <form
        id="side"
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void decide();
        }}
      >
        {members.length > 2 && (
          <fieldset className="choices">
            <legend>
              {ready
                ? `${plural(chosen.length, 'record')} on one side, ${members.length - chosen.length} on the other`
                : 'One side'}
            </legend>
            <div className="choices-list">
              {members.map((member) => (
                <label key={member.recordId} className="choice">
                  <input
                    type="checkbox"
                    checked={chosen.includes(member.recordId)}
                    onChange={() => setChosen(toggled(chosen, member.recordId))}
                  />
                  <SystemBadge system={member.system} small />
                  <span>{member.caption}</span>
                  <span className="faint">{member.detail}</span>
                </label>
              ))}
            </div>
          </fieldset>
        )}
        {kind === 'relate' && (
          <Field label="How are they related?">
            {(slots) => (
              <select {...slots} className="input" value={relation} onChange={(event) => setRelation(event.target.value)}>
                {RELATIONS.map((one) => (
                  <option key={one.code} value={one.code}>
                    {one.label}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <Field label="Reason" hint="Optional; it stands in the change log.">
          {(slots) => (
            <input
              {...slots}
              className="input"
              maxLength={400}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Modal>
  );
}
