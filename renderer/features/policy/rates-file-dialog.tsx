/** Contract rates as a table from elsewhere: taken whole, or not at all. */
import { useState } from 'react';
import type { Problem } from '#shared/contract/procedure.ts';
import { newCommandId, takeBack } from '../../app/act.ts';
import { pickFiles } from '../../app/files.ts';
import { toast } from '../../app/toasts.tsx';
import { useClient } from '../../client/context.tsx';
import { isProblem, problemOf } from '../../client/problems.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { plural } from '../../design/format.ts';
import { Modal } from '../../design/modal.tsx';
import { ProblemNotice } from '../../design/notice.tsx';

const EXAMPLE = 'system,account,currency,method,percent,fixed\nstripe,,USD,,2.9,0.30\npaypal,,EUR,,2.49,0.35';

export function RatesFileDialog({ count, onClose }: { count: number; onClose: () => void }) {
  const client = useClient();
  const [csv, setCsv] = useState('');
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const ready = csv.trim() !== '' && why.trim() !== '';
  const pick = async () => {
    const [file] = await pickFiles();
    if (file !== undefined) setCsv(await file.text());
  };
  const take = async () => {
    setBusy(true);
    const outcome = await client.policy
      .setContractRates({ commandId: newCommandId(), csv, reasonCode: null, reasonText: why.trim() })
      .catch(problemOf);
    setBusy(false);
    if (isProblem(outcome)) {
      setProblem(outcome);
      return;
    }
    const { decisionId } = outcome;
    toast(
      outcome.message,
      decisionId === null ? undefined : { label: 'Undo', command: 'undo', run: () => void takeBack(client, decisionId) },
    );
    onClose();
  };
  return (
    <Modal
      title="Contract rates from a CSV"
      description={
        count === 0 ? 'One row for each rate.' : `They take the place of the ${plural(count, 'rate')} in force. That can be undone.`
      }
      onClose={onClose}
      footer={
        <>
          <Button onClick={() => void pick()}>Choose a file…</Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="rates-file" tone="main" disabled={!ready} busy={busy}>
            Take these rates
          </Button>
        </>
      }
    >
      <form
        id="rates-file"
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void take();
        }}
      >
        {problem !== null && <ProblemNotice problem={problem} />}
        <Field label="The table" hint="Columns: system, account, currency, method, percent, fixed. Empty account or method: any.">
          {(slots) => (
            <textarea
              {...slots}
              className="input mono policy-csv"
              spellCheck={false}
              placeholder={EXAMPLE}
              value={csv}
              onChange={(event) => {
                setCsv(event.target.value);
                setProblem(null);
              }}
            />
          )}
        </Field>
        <Field label="Why" hint="For the log, and for whoever asks next year">
          {(slots) => (
            <input {...slots} className="input" maxLength={400} value={why} onChange={(event) => setWhy(event.target.value)} />
          )}
        </Field>
      </form>
    </Modal>
  );
}
