import { CircleCheck, FlaskConical, Gauge, History, ListChecks, Scale, SearchX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { ModelSummary } from '#shared/contract/models.ts';
import { attempt, newCommandId } from '../../app/act.ts';
import { toast } from '../../app/toasts.tsx';
import { useClient } from '../../client/context.tsx';
import { Button } from '../../design/button.tsx';
import { formatCount, plural } from '../../design/format.ts';
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
      <ul>
        <NavLine href="/models" icon={<Scale aria-hidden="true" />} label="Weights" here={location === '/models'} />
        <NavLine
          href="/models/threshold"
          icon={<Gauge aria-hidden="true" />}
          label="Thresholds"
          here={location === '/models/threshold'}
        />
        <NavLine
          href="/models/precision"
          icon={<ListChecks aria-hidden="true" />}
          label="Precision"
          here={location === '/models/precision'}
        />
        <NavLine href="/models/runs" icon={<History aria-hidden="true" />} label="Runs" here={location === '/models/runs'} />
        <NavLine
          href="/models/why"
          icon={<SearchX aria-hidden="true" />}
          label="Why not?"
          here={location.startsWith('/models/why')}
        />
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

function NavLine({ href, icon, label, here }: { href: string; icon: ReactNode; label: string; here: boolean }) {
  return (
    <li>
      <Link
        href={href}
        className={here ? 'models-line on' : 'models-line'}
        aria-current={here ? 'page' : undefined}
        onClick={giveUpFocus}
      >
        {icon}
        {label}
      </Link>
    </li>
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

/** The page that opens takes the keyboard: a link that kept it would swallow its keys. */
function giveUpFocus(event: { currentTarget: HTMLElement }): void {
  event.currentTarget.blur();
}

function isHere(location: string, model: ModelSummary, inForce: ModelSummary): boolean {
  const path = modelPath(model, inForce);
  return location === path || location === `/models/try/${encodeURIComponent(model.version)}`;
}

function voices(count: number): string {
  return Number.isInteger(count) ? formatCount(count) : count.toFixed(1);
}
