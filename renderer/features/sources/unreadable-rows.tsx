import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { CircleCheck, Pencil } from 'lucide-react';
import { useState } from 'react';
import type { RejectedRowView } from '#shared/contract/imports.ts';
import { newCommandId, useAct } from '../../app/act.ts';
import { useClient } from '../../client/context.tsx';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Field } from '../../design/field.tsx';
import { formatCount } from '../../design/format.ts';
import { Modal } from '../../design/modal.tsx';

const PAGE = 100;
const REASON_LEAST = 3;

/** Rows that could not be read for sure: where they stand, why, and a way to enter them under one's own name. */
export function UnreadableRows() {
  const client = useClient();
  const [state, setState] = useState<RejectedRowView['state']>('open');
  const [offset, setOffset] = useState(0);
  const [correcting, setCorrecting] = useState<RejectedRowView | null>(null);
  const { data } = useQuery({
    queryKey: ['imports', 'rejectedRows', state, offset],
    queryFn: ({ signal }) => client.imports.rejectedRows({ batchId: null, state, offset, limit: PAGE }, { signal }),
    placeholderData: keepPreviousData,
  });
  if (data === undefined) return <p className="faint">Reading…</p>;
  return (
    <>
      <div className="seg rejected-states">
        {(['open', 'corrected', 'superseded'] as const).map((value) => (
          <button
            key={value}
            type="button"
            aria-pressed={state === value}
            onClick={() => {
              setState(value);
              setOffset(0);
            }}
          >
            {value === 'open' ? 'To correct' : value === 'corrected' ? 'Corrected' : 'Replaced by the source'}
          </button>
        ))}
      </div>
      {data.total === 0 ? (
        <EmptyState icon={<CircleCheck />} title={state === 'open' ? 'Every row could be read' : 'None'}>
          {state === 'open'
            ? 'A row that cannot be read for sure waits here with its file, line and cause. It never holds up the others, and it is never guessed.'
            : 'Rows that were entered by a person, or came again from the source in readable form, are listed here.'}
        </EmptyState>
      ) : (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">File, line</th>
              <th scope="col">Column</th>
              <th scope="col">Text</th>
              <th scope="col">Cause</th>
              <th scope="col">
                <span className="sr-only">Correct</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => (
              <tr key={row.rejectedId}>
                <td>
                  {row.fileName}, line {formatCount(row.line)}
                </td>
                <td>{row.column ?? <span className="faint">whole row</span>}</td>
                <td className="mono rejected-text">{row.text}</td>
                <td>{row.cause}</td>
                <td className="num">
                  {row.state === 'open' ? (
                    <Button tone="quiet" icon={<Pencil aria-hidden="true" />} onClick={() => setCorrecting(row)}>
                      Correct
                    </Button>
                  ) : (
                    <span className="faint">{row.correctedBy === null ? 'by the source' : `entered by ${row.correctedBy}`}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {data.total > PAGE && (
        <p className="sources-more">
          <Button disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - PAGE))}>
            Newer
          </Button>
          <span className="muted">
            {formatCount(offset + 1)}–{formatCount(Math.min(offset + PAGE, data.total))} of {formatCount(data.total)}
          </span>
          <Button disabled={offset + PAGE >= data.total} onClick={() => setOffset(offset + PAGE)}>
            Older
          </Button>
        </p>
      )}
      {correcting !== null && <CorrectDialog row={correcting} onClose={() => setCorrecting(null)} />}
    </>
  );
}

/** The row as it stands, cell by cell. What is entered carries the person's name; the file stays as it was. */
function CorrectDialog({ row, onClose }: { row: RejectedRowView; onClose: () => void }) {
  const act = useAct();
  const [values, setValues] = useState<Record<string, string>>({});
  const [reason, setReason] = useState('');
  const shown = row.cells.filter((cell) => cell.value !== '' || cell.column === row.column);
  const ready = reason.trim().length >= REASON_LEAST && Object.keys(values).length > 0;
  const save = async () => {
    const receipt = await act((client) =>
      client.imports.correctRow({ commandId: newCommandId(), rejectedId: row.rejectedId, values, reason: reason.trim() }),
    );
    if (receipt !== null) onClose();
  };
  return (
    <Modal
      title={`${row.fileName}, line ${formatCount(row.line)}`}
      description={`${row.cause} The file stays as it was; what you enter here is marked as entered by you, until the source sends a readable row.`}
      onClose={onClose}
      footer={
        <>
          <Button tone="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button tone="main" disabled={!ready} onClick={() => void save()}>
            Enter this row
          </Button>
        </>
      }
    >
      <div className="correct-cells">
        {shown.map((cell) => (
          <Field key={cell.column} label={cell.column} {...(cell.column === row.column ? { error: row.cause } : {})}>
            {(slots) => (
              <input
                {...slots}
                className="input mono"
                value={values[cell.column] ?? cell.value}
                onChange={(event) => setValues({ ...values, [cell.column]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <Field label="Where you know it from" hint="For example: the paper invoice, a phone call with the client.">
        {(slots) => <textarea {...slots} className="input" value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
    </Modal>
  );
}
