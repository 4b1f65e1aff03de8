import { useQuery } from '@tanstack/react-query';
import { Copy, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import type { BookSummary } from '#shared/contract/book.ts';
import { verifyReport } from '#shared/contract/log.ts';
import { attempt } from '../../app/act.ts';
import { toast } from '../../app/toasts.tsx';
import { useClient } from '../../client/context.tsx';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { formatCount } from '../../design/format.ts';
import { Modal } from '../../design/modal.tsx';
import { ProblemNotice } from '../../design/notice.tsx';

const HASH = /^[0-9a-f]{64}$/;

/** Recomputes the chain and the payload hashes; an earlier head from outside the book turns "consistent" into "witnessed". */
export function VerifyDialog({ book, onClose }: { book: BookSummary; onClose: () => void }) {
  const client = useClient();
  const [head, setHead] = useState('');
  const [jobId, setJobId] = useState<string | null>(null);
  const { data: jobs = [] } = useQuery(queries.jobs(client));
  const job = jobs.find((candidate) => candidate.jobId === jobId);
  const typed = head.trim().toLowerCase();
  const wrong = typed !== '' && !HASH.test(typed);
  const running = job?.state === 'running';

  async function verify(): Promise<void> {
    const started = await attempt(() => client.log.verify({ head: typed === '' ? null : typed }));
    if (started !== null) setJobId(started.jobId);
  }

  return (
    <Modal
      title="Verify the change log"
      description="Recomputes the hash of every entry and of every source record it vouches for. Nothing leaves this machine."
      onClose={onClose}
      footer={
        <Button tone="main" busy={running} disabled={wrong} icon={<ShieldCheck aria-hidden="true" />} onClick={() => void verify()}>
          Verify {formatCount(book.chain.entries)} entries
        </Button>
      }
    >
      <Field
        label="An earlier head, from outside this book (optional)"
        hint="From a backup, an audit pack, an e-mail. Without one, a wholly rewritten log cannot be told from the real one."
        error={wrong ? 'A head is 64 hexadecimal characters.' : null}
      >
        {(slots) => (
          <input
            {...slots}
            className="input mono"
            spellCheck={false}
            value={head}
            onChange={(event) => setHead(event.target.value)}
          />
        )}
      </Field>
      <p className="verify-head">
        <span className="muted">Head now</span> <span className="mono">{book.chain.head}</span>
        <Button
          tone="quiet"
          icon={<Copy aria-hidden="true" />}
          aria-label="Copy the head"
          onClick={() =>
            void navigator.clipboard.writeText(book.chain.head).then(() => toast('Head copied. Keep it outside this book.'))
          }
        />
      </p>
      <div aria-live="polite">
        {running && <p className="muted">{job.detail === '' ? 'Reading…' : job.detail}</p>}
        {job?.state === 'failed' && job.problem !== null && <ProblemNotice problem={job.problem} />}
        {job?.state === 'done' && job.result !== null && <Verdict result={job.result} />}
      </div>
    </Modal>
  );
}

function Verdict({ result }: { result: string }) {
  const parsed = verifyReport.safeParse(JSON.parse(result));
  if (!parsed.success) return null;
  const report = parsed.data;
  return (
    <section className={`verdict ${report.state}`}>
      <strong>{report.verdict}</strong>
      <p className="muted">
        {formatCount(report.entries)} entries and {formatCount(report.payloads)} source records were recomputed.
        {report.firstBadSeq !== null && ` The first entry that does not hold is ${formatCount(report.firstBadSeq)}.`}
      </p>
      {report.findings.length > 0 && (
        <ul>
          {report.findings.map((finding) => (
            <li key={finding}>{finding}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
