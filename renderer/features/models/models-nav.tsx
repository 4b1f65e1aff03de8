import { CircleCheck, FlaskConical, Gauge, History, ListChecks, Scale, SearchX } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { ModelSummary } from '#shared/contract/models.ts';
import { attempt, newCommandId } from '../../app/act.ts';
import { toast } from '../../app/toasts.tsx';
import { useClient } from '../../client/context.tsx';
import { Button } from '../../design/button.tsx';
import { formatCount, plural } from '../../design/format.ts';
import { SideLine } from '../../design/side-nav.tsx';
import { reviewActions } from '../review/store.ts';
import { LearnFromBook } from './learn-from-book.tsx';
import { modelName, modelPath, type Overview } from './words.ts';

const STATES: Readonly<Record<ModelSummary['state'], string>> = {
  inForce: 'in force',
  prepared: 'prepared',
  earlier: 'earlier',
  unusable: 'cannot be used',
};

/** Left: what there is to look at, the models that the book knows, and what there is to learn from. */
export function ModelsNav({ overview }: { overview: Overview }) {
  const [location] = useLocation();
  const { inForce, others, answers } = overview;
  return (
    <nav className="browse-facets models-nav" aria-label="Models">
      <ul className="side-lines">
        <SideLine href="/models" icon={<Scale aria-hidden="true" />} exact>
          Weights
        </SideLine>
        <SideLine href="/models/threshold" icon={<Gauge aria-hidden="true" />}>
          Thresholds
        </SideLine>
        <SideLine href="/models/precision" icon={<ListChecks aria-hidden="true" />}>
          Precision
        </SideLine>
        <SideLine href="/models/runs" icon={<History aria-hidden="true" />}>
          Runs
        </SideLine>
        <SideLine href="/models/why" icon={<SearchX aria-hidden="true" />}>
          Why not?
        </SideLine>
      </ul>
      <section aria-labelledby="models-known">
        <h2 id="models-known">Models of this book</h2>
        <ul>
          {[inForce, ...others].map((model) => (
            <li key={model.version}>
              <Link
                href={modelPath(model, inForce)}
                className={isHere(location, model, inForce) ? 'models-one on' : 'models-one'}
                aria-current={isHere(location, model, inForce) ? 'true' : undefined}
              >
                {model.state === 'inForce' ? <CircleCheck aria-hidden="true" /> : <FlaskConical aria-hidden="true" />}
                <span>
                  <strong>{modelName(model)}</strong> <span className="faint">{STATES[model.state]}</span>
                  <span className="models-origin">{model.origin}</span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
      <LearnFromBook />
      <section aria-labelledby="models-answers">
        <h2 id="models-answers">Your answers</h2>
        <p className="muted">
          {answers.decisions === 0
            ? 'None yet. Every merge, split and “not duplicates” is one.'
            : `${plural(answers.decisions, 'answer')}: one sale ${voices(answers.together)}, not one sale ${voices(answers.apart)}.`}
        </p>
        {answers.unseen > 0 && (
          <p className="faint">{plural(answers.unseen, 'merge')} taken with a whole band: nothing is learnt from those.</p>
        )}
        {answers.tied > 0 && (
          <p className="faint">
            {plural(answers.tied, 'pair')} among equally good answers: which of two is right says nothing about weights.
          </p>
        )}
        <LearnButton overview={overview} />
      </section>
    </nav>
  );
}

function LearnButton({ overview: { answers } }: { overview: Overview }) {
  const client = useClient();
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const missing = answers.needed - answers.decisions;
  const learn = async () => {
    setBusy(true);
    const made = await attempt(() => client.models.prepareLearnt({ commandId: newCommandId() }));
    setBusy(false);
    if (made === null) return;
    toast(made.message);
    navigate(`/models/m/${encodeURIComponent(made.version)}`);
  };
  return (
    <>
      <Button busy={busy} disabled={missing > 0} onClick={() => void learn()}>
        Learn from answers
      </Button>
      <p className="faint">
        {missing > 0
          ? `It takes ${plural(missing, 'more answer', 'more answers')}.`
          : answers.fresh === 0
            ? 'No answer is new since the last time.'
            : `${formatCount(answers.fresh)} of them are new. It prepares a model; nothing changes.`}
      </p>
      <Link href="/duplicates" onClick={() => reviewActions.filter({ order: 'settles' })}>
        Answer what settles most
      </Link>
    </>
  );
}

function isHere(location: string, model: ModelSummary, inForce: ModelSummary): boolean {
  const path = modelPath(model, inForce);
  return location === path || location === `/models/try/${encodeURIComponent(model.version)}`;
}

function voices(count: number): string {
  return Number.isInteger(count) ? formatCount(count) : count.toFixed(1);
}
