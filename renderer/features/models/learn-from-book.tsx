/** Preparing a model from the book's own records: no answers needed, only references that link some of them. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { z } from 'zod';
import type { Job } from '#shared/contract/jobs.ts';
import { attempt, newCommandId } from '../../app/act.ts';
import { toast } from '../../app/toasts.tsx';
import { useClient } from '../../client/context.tsx';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';

const made = z.object({ version: z.string(), number: z.int() });

export function LearnFromBook() {
  const client = useClient();
  const [, navigate] = useLocation();
  const { data: jobs = [] } = useQuery(queries.jobs(client));
  /** The job that was asked for here: its model is shown when it is there. */
  const [jobId, setJobId] = useState<string | null>(null);
  const [starting, setStarting] = useState(false);
  const running = jobs.some(({ kind, state }) => kind === 'learn' && state === 'running');
  const result = resultOf(jobs.find((job) => job.jobId === jobId));
  useEffect(() => {
    if (result === null) return;
    const model = made.parse(JSON.parse(result));
    toast(`Model ${model.number} is prepared. Nothing changes until you adopt it`);
    navigate(`/models/m/${encodeURIComponent(model.version)}`);
  }, [result, navigate]);
  const learn = async () => {
    setStarting(true);
    const started = await attempt(() => client.models.startPrepareFromBook({ commandId: newCommandId() }));
    setStarting(false);
    if (started !== null) setJobId(started.jobId);
  };
  return (
    <section aria-labelledby="models-records">
      <h2 id="models-records">This book’s own records</h2>
      <p className="muted">
        What references link shows how records of one sale agree here; others, drawn by lot, how often any do.
      </p>
      <Button busy={running || starting} onClick={() => void learn()}>
        Learn from records
      </Button>
      <p className="faint">No answers are needed. It prepares a model; nothing changes.</p>
    </section>
  );
}

/** Null while it runs, and where it failed or was stopped: then it is said elsewhere why. */
function resultOf(job: Job | undefined): string | null {
  return job?.state === 'done' ? job.result : null;
}
