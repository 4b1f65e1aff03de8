import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import type { Job } from '#shared/contract/jobs.ts';
import { useClient } from '../client/context.tsx';
import { queries } from '../client/queries.ts';
import { plural } from '../design/format.ts';
import { runCommand } from '../keys/live.ts';
import { attempt } from './act.ts';
import './jobs.css';
import { announce } from './announce.tsx';
import { saveFile } from './files.ts';
import { backupOf, downloadOf, heldFileOf, matchSentence } from './job-words.ts';
import { toast, toastProblem } from './toasts.tsx';

/** Work under way, above the foot of the rail: what, how far, and a way to stop it. */
export function JobsTray() {
  const client = useClient();
  const { data: jobs = [] } = useQuery(queries.jobs(client));
  const running = jobs.filter((job) => job.state === 'running');
  if (running.length === 0) return null;
  return (
    <section className="jobs" aria-label="Work under way">
      {running.map((job) => (
        <div key={job.jobId} className="job">
          <span className="job-label">{job.label}</span>
          {job.canCancel && (
            <button
              type="button"
              className="job-stop"
              aria-label={`Stop: ${job.label}`}
              title="Stop"
              onClick={() => void attempt(() => client.jobs.cancel({ jobId: job.jobId }))}
            >
              <X aria-hidden="true" />
            </button>
          )}
          <div
            className={job.progress === null ? 'meter unknown' : 'meter'}
            role="progressbar"
            aria-label={job.label}
            aria-valuenow={job.progress === null ? undefined : Math.round(job.progress * 100)}
          >
            <i style={job.progress === null ? undefined : { width: `${job.progress * 100}%` }} />
          </div>
          {job.detail !== '' && <span className="job-detail">{job.detail}</span>}
        </div>
      ))}
    </section>
  );
}

/** What to say when a job ends. Silent for those whose screen shows the outcome itself. */
export function sayJobEnded(job: Job): void {
  if (job.state === 'failed' && job.problem !== null) {
    toastProblem(job.problem);
    return;
  }
  if (job.state === 'cancelled') {
    announce(`Stopped: ${job.label}`);
    return;
  }
  if (job.kind === 'export') {
    const file = downloadOf(job.result);
    if (file !== null) toast(`${file.fileName} is ready.`, { label: 'Save', run: () => saveFile(file.ticket, file.fileName) });
    const held = heldFileOf(job.result);
    if (held !== null)
      toast(`${plural(held.lines, 'line')} held back until explained.`, {
        label: 'Save the list',
        run: () => saveFile(held.ticket, held.fileName),
      });
  } else if (job.kind === 'match') {
    const sentence = matchSentence(job.result) ?? `${job.label}: done.`;
    announce(sentence);
    toast(sentence, { label: 'Duplicates', run: () => void runCommand('goDuplicates') });
  } else if (job.kind === 'backUp') {
    const path = backupOf(job.result);
    if (path !== null) toast(`A checked copy lies beside the book: ${path}`);
  } else if (job.kind === 'bulkAccept' || job.kind === 'undoImport') {
    const sentence = job.detail === '' ? `${job.label}: done.` : `${job.label}: ${job.detail}`;
    announce(sentence);
    toast(sentence);
  }
}
