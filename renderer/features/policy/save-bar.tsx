/** What would change, and the one decision that changes it. */
import { useId, useState } from 'react';
import { policyChanges } from '#shared/domain/policy-words.ts';
import { newCommandId, useAct } from '../../app/act.ts';
import { Button } from '../../design/button.tsx';
import { formatDay } from '../../design/format.ts';
import { useCommand } from '../../keys/live.ts';
import { type Draft, discardDraft, type Rules } from './draft.ts';

export function SaveBar({ inForce, draft, wrong, zone }: { inForce: Rules; draft: Draft; wrong: boolean; zone: string }) {
  const act = useAct();
  const id = useId();
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const changes = policyChanges(inForce, { ...inForce, ...draft }, (ms) => formatDay(ms, zone));
  const ready = changes.length > 0 && !wrong && !badHours(draft) && why.trim() !== '' && !busy;
  const save = async () => {
    if (!ready) return;
    setBusy(true);
    const changed = new Set<string>(changes.map(({ rule }) => rule));
    const policy = Object.fromEntries(Object.entries(draft).filter(([rule]) => changed.has(rule)));
    const receipt = await act((client) =>
      client.policy.change({ commandId: newCommandId(), policy, reasonCode: null, reasonText: why.trim() }),
    );
    setBusy(false);
    if (receipt === null) return;
    setWhy('');
    discardDraft();
  };
  useCommand('savePolicy', () => void save(), ready);
  if (changes.length === 0 && !wrong) return null;
  return (
    <form
      className="policy-save"
      aria-label="Changes that are not saved"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <ul>
        {changes.map(({ rule, label, before, after }) => (
          <li key={rule}>
            <strong>{label}</strong> <del>{before}</del> → {after}
          </li>
        ))}
        {wrong && <li className="field-error">One field says nothing that can be saved.</li>}
      </ul>
      <span className="policy-why">
        <label htmlFor={`${id}-why`}>Why</label>
        <input
          id={`${id}-why`}
          className="input"
          placeholder="For the log, and for whoever asks next year"
          maxLength={400}
          value={why}
          onChange={(event) => setWhy(event.target.value)}
        />
      </span>
      <Button tone="quiet" onClick={discardDraft}>
        Discard
      </Button>
      <Button tone="main" type="submit" command="savePolicy" disabled={!ready} busy={busy}>
        Save
      </Button>
    </form>
  );
}

function badHours({ officeHours }: Draft): boolean {
  return officeHours != null && officeHours.toMinute <= officeHours.fromMinute;
}
