import { useQuery } from '@tanstack/react-query';
import { Redo2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { BatchRow } from '#shared/contract/imports.ts';
import { newCommandId, useAct } from '../../app/act.ts';
import { useClient } from '../../client/context.tsx';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { formatCount, formatInstant, formatMoneyText } from '../../design/format.ts';
import { Modal } from '../../design/modal.tsx';
import { SystemBadge } from '../../design/system-badge.tsx';

/** A year of monthly files from a dozen systems is some hundred and fifty; older ones come with the button below. */
const SHOWN_AT_FIRST = 100;
const SHOWN_AT_MOST = 500;

/** Every file that was imported, newest first: what it brought, and its way back. */
export function BatchTable({ zone }: { zone: string }) {
  const client = useClient();
  const act = useAct();
  const [limit, setLimit] = useState(SHOWN_AT_FIRST);
  const [undoing, setUndoing] = useState<BatchRow | null>(null);
  const { data } = useQuery({
    queryKey: ['imports', 'batches', limit],
    queryFn: ({ signal }) => client.imports.batches({ offset: 0, limit }, { signal }),
  });
  if (data === undefined) return <p className="faint">Reading the imports…</p>;
  return (
    <>
      <table className="plain-table batches">
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">Imported</th>
            <th scope="col">By</th>
            <th scope="col" className="num">
              New
            </th>
            <th scope="col" className="num">
              Changed
            </th>
            <th scope="col" className="num">
              Already known
            </th>
            <th scope="col" className="num">
              Unreadable
            </th>
            <th scope="col" className="num">
              Total in file
            </th>
            <th scope="col">
              <span className="sr-only">Undo or redo</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.rows.map((batch) => (
            <tr key={batch.batchId} className={batch.state === 'undone' ? 'undone' : ''}>
              <td>
                <span className="batch-file">
                  <SystemBadge system={batch.system} small />
                  <span>
                    {batch.fileName}
                    <small className="faint" title={`sha256 ${batch.fileSha256}`}>
                      {batch.label} · {batch.account} · {batch.fileSha256.slice(0, 8)}
                    </small>
                  </span>
                </span>
              </td>
              <td className="one-line">{formatInstant(batch.publishedAt, zone)}</td>
              <td>{batch.actor}</td>
              <td className="num">{formatCount(batch.counts.new)}</td>
              <td className="num">{formatCount(batch.counts.changed)}</td>
              <td className="num">{formatCount(batch.counts.known)}</td>
              <td className="num">
                {batch.counts.unreadable === 0 ? (
                  '0'
                ) : (
                  <span className={batch.openUnreadable > 0 ? 'tag warn' : 'tag'}>{formatCount(batch.counts.unreadable)}</span>
                )}
              </td>
              <td className="num">
                <Totals totals={batch.totals} />
              </td>
              <td className="num">
                {batch.state === 'published' ? (
                  <Button tone="quiet" icon={<Undo2 aria-hidden="true" />} onClick={() => setUndoing(batch)}>
                    Undo import
                  </Button>
                ) : (
                  <Button
                    tone="quiet"
                    icon={<Redo2 aria-hidden="true" />}
                    onClick={() =>
                      void act((asked) => asked.imports.redoBatch({ commandId: newCommandId(), batchId: batch.batchId }))
                    }
                  >
                    Redo import
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {data.total > limit && limit < SHOWN_AT_MOST && (
        <p className="sources-more">
          <Button onClick={() => setLimit(SHOWN_AT_MOST)}>Show older imports</Button>
        </p>
      )}
      {undoing !== null && <UndoImportDialog batch={undoing} onClose={() => setUndoing(null)} />}
    </>
  );
}

const TOTALS_SHOWN = 2;

/** Control totals by currency; a file of many currencies shows the rest on hovering. */
function Totals({ totals }: { totals: BatchRow['totals'] }) {
  const texts = Object.entries(totals).map(([currency, total]) => formatMoneyText(total, currency));
  const rest = texts.slice(TOTALS_SHOWN);
  return (
    <>
      {texts.slice(0, TOTALS_SHOWN).map((text) => (
        <div key={text}>{text}</div>
      ))}
      {rest.length > 0 && (
        <div className="faint" title={rest.join('\n')}>
          and {rest.length} more
        </div>
      )}
    </>
  );
}

/** Asks why, for the log. Nothing is deleted: the file and its records stay, asleep. */
function UndoImportDialog({ batch, onClose }: { batch: BatchRow; onClose: () => void }) {
  const act = useAct();
  const [reason, setReason] = useState('');
  const undo = async () => {
    onClose();
    await act((client) => client.imports.undoBatch({ commandId: newCommandId(), batchId: batch.batchId, reason: reason.trim() }));
  };
  return (
    <Modal
      title={`Undo the import of ${batch.fileName}?`}
      description="Its records leave the book as one step. The file is kept, decisions about its records sleep, and a redo brings all of it back. Records that another import also brought stay."
      size="small"
      onClose={onClose}
      footer={
        <>
          <Button tone="quiet" onClick={onClose}>
            Keep it
          </Button>
          <Button tone="main" icon={<Undo2 aria-hidden="true" />} onClick={() => void undo()}>
            Undo import
          </Button>
        </>
      }
    >
      <Field label="Reason, for the change log" hint="For example: wrong month, test file.">
        {(slots) => <textarea {...slots} className="input" value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
    </Modal>
  );
}
