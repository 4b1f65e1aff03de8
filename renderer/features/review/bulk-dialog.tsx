import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { newCommandId, useAct } from '../../app/act.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { formatCount, formatProbability, plural } from '../../design/format.ts';
import { Modal } from '../../design/modal.tsx';
import { Money } from '../../design/money.tsx';
import { Notice, ProblemNotice } from '../../design/notice.tsx';
import { SystemBadges } from '../../design/system-badge.tsx';

type Band = 'certain' | 'likely' | 'possible';
const BANDS: Readonly<Record<Band, string>> = { certain: 'Certain', likely: 'Likely', possible: 'Possible' };

/** Merges a whole band, after a look at twenty drawn at random. Whatever has a conflict or a hard rule in the way is left out. */
export function BulkDialog({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const act = useAct();
  const { data: bands, error } = useQuery(queries.bands(client));
  const [drawn, setDrawn] = useState<{ band: Band; seed: number } | null>(null);
  const sample = useQuery({
    ...queries.bulkSample(client, drawn ?? { band: 'certain', seed: 0 }),
    enabled: drawn !== null,
  });
  const [looked, setLooked] = useState(false);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const shown = drawn === null ? undefined : sample.data;

  function draw(band: Band): void {
    setLooked(false);
    setDrawn({ band, seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0 });
  }
  async function accept(): Promise<void> {
    if (shown === undefined) return;
    setBusy(true);
    const text = reason.trim();
    const receipt = await act((app) =>
      app.review.bulkAccept({
        commandId: newCommandId(),
        token: shown.token,
        reasonCode: text === '' ? null : 'other',
        reasonText: text === '' ? null : text,
      }),
    );
    setBusy(false);
    if (receipt !== null) onClose();
  }

  return (
    <Modal
      title="Accept a band at once"
      description="Only what has no conflict and no hard rule in the way. It runs in the background, and one undo takes all of it back."
      size="large"
      onClose={onClose}
      footer={
        <>
          {shown !== undefined && shown.count > 0 && (
            <label className="foot-start bulk-looked">
              <input type="checkbox" checked={looked} onChange={(event) => setLooked(event.target.checked)} />I have looked at the
              sample
            </label>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="main"
            disabled={shown === undefined || shown.count === 0 || !looked}
            busy={busy}
            onClick={() => void accept()}
          >
            {shown === undefined ? 'Merge' : `Merge ${formatCount(shown.count)}`}
          </Button>
        </>
      }
    >
      {error !== null && <ProblemNotice problem={problemOf(error)} />}
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Band</th>
            <th scope="col" className="num">
              Open
            </th>
            <th scope="col" className="num">
              Can be accepted
            </th>
            <th scope="col">Wrong merges to expect</th>
            <th scope="col">
              <span className="sr-only">Sample</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {bands?.map((band) => (
            <tr key={band.band}>
              <th scope="row">{BANDS[band.band]}</th>
              <td className="num">{formatCount(band.open)}</td>
              <td className="num">
                {formatCount(band.acceptable)}
                {band.acceptable >= band.cap && <small className="faint"> cap</small>}
              </td>
              <td>
                {band.wrongLow === null || band.wrongHigh === null
                  ? 'not known: none of this band was reviewed yet'
                  : `${formatProbability(band.wrongLow)} to ${formatProbability(band.wrongHigh)} · ${band.rejected} of ${band.reviewed} reviewed were not duplicates`}
              </td>
              <td className="num">
                <Button disabled={band.acceptable === 0} onClick={() => draw(band.band)}>
                  Look at a sample
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {bands?.some((band) => band.cap <= 1000 && band.open > band.cap) === true && (
        <p className="faint">At most 1,000 at once until 50 were reviewed one by one with at most one rejected.</p>
      )}
      {sample.error !== null && <ProblemNotice problem={problemOf(sample.error)} />}
      {shown !== undefined &&
        (shown.items.length === 0 ? (
          <Notice>Nothing in this band can be accepted unseen.</Notice>
        ) : (
          <section>
            <h2>
              {plural(shown.items.length, 'question')} drawn at random out of {formatCount(shown.count)}
            </h2>
            <table className="plain-table bulk-sample">
              <tbody>
                {shown.items.map((item) => (
                  <tr key={item.proposalId}>
                    <th scope="row">{item.title}</th>
                    <td className="muted">
                      {plural(item.memberCount, 'record')} · {item.reason}
                    </td>
                    <td>
                      <SystemBadges systems={item.systems} />
                    </td>
                    <td className="num">
                      <Money amountMinor={item.amountMinor} currency={item.currency} />
                    </td>
                    <td className="num">{formatProbability(item.probability)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <Button onClick={() => drawn !== null && draw(drawn.band)}>Draw another sample</Button>
          </section>
        ))}
      {shown !== undefined && shown.count > 0 && (
        <Field label="Reason" hint="Optional; it stands beside each merge in the change log.">
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
      )}
    </Modal>
  );
}
