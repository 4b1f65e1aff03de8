import { useState } from 'react';
import type { Comparison, GridRow, Pick } from '#shared/contract/review.ts';
import { announce } from '../../app/announce.tsx';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Modal } from '../../design/modal.tsx';
import { SystemBadge } from '../../design/system-badge.tsx';
import { choiceOf, resultText } from './picks.ts';
import { MIN_REASON, OVERRIDE_REASONS } from './reason-codes.ts';
import { draftOf, reviewActions } from './store.ts';

/** A locked term is changed only with a reason; the old value stays visible beside the new one. */
export function OverrideDialog({
  comparison,
  row,
  recordId,
  onClose,
}: {
  comparison: Comparison;
  row: GridRow;
  /** The record whose value was chosen; null to type one. */
  recordId: number | null;
  onClose: () => void;
}) {
  const { proposalId } = comparison.item;
  const draft = draftOf(proposalId);
  const before = resultText(row, choiceOf(row, undefined));
  const [from, setFrom] = useState<number | 'typed'>(recordId ?? 'typed');
  const [typed, setTyped] = useState('');
  const [code, setCode] = useState<string>(draft.overrides[row.field]?.reasonCode ?? OVERRIDE_REASONS[0].code);
  const [text, setText] = useState(draft.overrides[row.field]?.reasonText ?? '');
  const missing = MIN_REASON - text.trim().length;
  const ready = missing <= 0 && (from !== 'typed' || typed.trim() !== '');

  function keep(): void {
    const pick: Pick =
      from === 'typed'
        ? { field: row.field, from: 'person', text: typed.trim() }
        : { field: row.field, from: 'record', recordId: from };
    reviewActions.override(proposalId, row, pick, { reasonCode: code, reasonText: text.trim() });
    announce(`${row.label} overridden`);
    onClose();
  }

  return (
    <Modal
      title={`Override ${row.label}`}
      description="A commercial term is locked once a sale is accepted. The old value stays in view, and the reason stands in the change log."
      onClose={onClose}
      footer={
        <>
          {draft.overrides[row.field] !== undefined && (
            <Button
              className="start"
              onClick={() => {
                reviewActions.reset(proposalId, row.field);
                onClose();
              }}
            >
              Back to {before ?? 'blank'}
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="override" tone="main" disabled={!ready}>
            Override
          </Button>
        </>
      }
    >
      <form
        id="override"
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) keep();
        }}
      >
        <fieldset className="choices">
          <legend>Instead of {before === null ? 'blank' : <del>{before}</del>}</legend>
          <div className="choices-list">
            {row.cells.map((cell) => {
              const member = comparison.members.find((one) => one.recordId === cell.recordId);
              if (member === undefined || cell.value === null || cell.recordId === row.defaultRecordId) return null;
              return (
                <label key={cell.recordId} className="choice">
                  <input type="radio" name="from" checked={from === cell.recordId} onChange={() => setFrom(cell.recordId)} />
                  <SystemBadge system={member.system} small />
                  <span>{member.caption}</span>
                  <strong className="num">{cell.value.text}</strong>
                </label>
              );
            })}
            <label className="choice">
              <input type="radio" name="from" checked={from === 'typed'} onChange={() => setFrom('typed')} />
              <span>Another value</span>
              <input
                className="input"
                aria-label="The other value"
                value={typed}
                onFocus={() => setFrom('typed')}
                onChange={(event) => setTyped(event.target.value)}
              />
            </label>
          </div>
        </fieldset>
        <Field label="Why">
          {(slots) => (
            <select {...slots} className="input" value={code} onChange={(event) => setCode(event.target.value)}>
              {OVERRIDE_REASONS.map((reason) => (
                <option key={reason.code} value={reason.code}>
                  {reason.label}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="In a few words" hint={missing > 0 ? `${missing} more characters` : 'Thank you.'}>
          {(slots) => (
            <textarea
              {...slots}
              className="input"
              rows={2}
              maxLength={400}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Modal>
  );
}
