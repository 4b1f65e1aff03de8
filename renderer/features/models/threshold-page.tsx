/** What other thresholds would do, counted before anything is changed; moving them prepares a model. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Gauge } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useLocation } from 'wouter';
import type { Curve } from '#shared/contract/models.ts';
import { attempt, newCommandId } from '../../app/act.ts';
import { toast } from '../../app/toasts.tsx';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { formatCount } from '../../design/format.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { runCommand } from '../../keys/live.ts';
import { CurveChart } from './curve-chart.tsx';
import { ModelsMain } from './models-main.tsx';
import { formatBits, formatExpected } from './words.ts';

type Thresholds = Curve['inForce'];

export function ThresholdPage() {
  const client = useClient();
  const [, navigate] = useLocation();
  const [moved, setMoved] = useState<Thresholds | null>(null);
  const asked = useDeferredValue(moved);
  const { data: curve, error } = useQuery({ ...queries.curve(client, { thresholds: asked }), placeholderData: keepPreviousData });
  const [busy, setBusy] = useState(false);
  if (error !== null) return <ProblemNotice problem={problemOf(error)} />;
  if (curve === undefined) return <ModelsMain label="Thresholds" busy />;
  if (curve.points.length === 0) {
    return (
      <ModelsMain label="Thresholds">
        <EmptyState
          icon={<Gauge />}
          title="Nothing to count yet"
          actions={<Button onClick={() => runCommand('runMatching')}>Look for duplicates</Button>}
        >
          Once duplicates were looked for, you see here how many pairs each threshold would join, ask about and leave, before it is
          changed.
        </EmptyState>
      </ModelsMain>
    );
  }
  const at = moved ?? curve.inForce;
  const set = (patch: Partial<Thresholds>) => setMoved({ ...at, ...patch });
  const same = JSON.stringify(at) === JSON.stringify(curve.inForce);
  const prepare = async () => {
    setBusy(true);
    const made = await attempt(() => client.models.prepareThresholds({ commandId: newCommandId(), ...at }));
    setBusy(false);
    if (made === null) return;
    toast(made.message);
    navigate(`/models/m/${encodeURIComponent(made.version)}`);
  };
  return (
    <ModelsMain label="Thresholds">
      <header className="models-head">
        <div>
          <h1>Thresholds</h1>
          <p className="muted">
            Counted over the pairs of the last run. Nothing changes until a model with other thresholds is adopted.
          </p>
        </div>
        <div className="models-acts">
          <Button disabled={same} onClick={() => setMoved(null)}>
            As in force
          </Button>
          <Button tone="main" busy={busy} disabled={same} onClick={() => void prepare()}>
            Prepare this model
          </Button>
        </div>
      </header>
      <div className="models-two thresholds">
        <div className="models-card thresholds-sliders">
          <h2>Where the bars stand</h2>
          <Bar
            label="Joined by itself from"
            value={at.joinAt}
            inForce={curve.inForce.joinAt}
            onChange={(joinAt) => set({ joinAt, proposeAt: Math.min(at.proposeAt, joinAt) })}
          />
          <Bar
            label="Named by a reference, from"
            value={at.joinNamedAt}
            inForce={curve.inForce.joinNamedAt}
            onChange={(joinNamedAt) => set({ joinNamedAt, proposeAt: Math.min(at.proposeAt, joinNamedAt) })}
          />
          <Bar
            label="Asked about from"
            value={at.proposeAt}
            inForce={curve.inForce.proposeAt}
            onChange={(proposeAt) =>
              set({ proposeAt, joinAt: Math.max(at.joinAt, proposeAt), joinNamedAt: Math.max(at.joinNamedAt, proposeAt) })
            }
          />
        </div>
        <Counts curve={curve} />
      </div>
      <CurveChart curve={curve} joinAt={at.joinAt} proposeAt={at.proposeAt} />
    </ModelsMain>
  );
}

const LOWEST = -8_000;
const HIGHEST = 40_000;

function Bar({
  label,
  value,
  inForce,
  onChange,
}: {
  label: string;
  value: number;
  inForce: number;
  onChange: (millibits: number) => void;
}) {
  return (
    <label className="threshold-bar">
      <span>
        {label} <b className="tabular">{formatBits(value)}</b> <span className="muted">bits</span>
        {value !== inForce && <small className="faint"> in force {formatBits(inForce)}</small>}
      </span>
      <input
        type="range"
        min={LOWEST}
        max={HIGHEST}
        step={500}
        value={value}
        aria-valuetext={`${formatBits(value)} bits`}
        onChange={(event) => onChange(Number(event.target.value))}
      />
    </label>
  );
}

function Counts({ curve: { current, asked } }: { curve: Curve }) {
  const rows = [
    ['Joined by the machine', current.joined, asked.joined, formatCount],
    ['of these wrong, if its odds are right', current.expectedWrong, asked.expectedWrong, formatExpected],
    ['Asked about', current.proposed, asked.proposed, formatCount],
    ['Left apart', current.apart, asked.apart, formatCount],
  ] as const;
  return (
    <section className="models-card" aria-labelledby="threshold-counts" aria-live="polite">
      <h2 id="threshold-counts">What they do, pairs</h2>
      <table className="plain-table">
        <thead>
          <tr>
            <td />
            <th scope="col" className="num">
              In force
            </th>
            <th scope="col" className="num">
              With these
            </th>
            <th scope="col" className="num">
              Change
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, before, after, format]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td className="num">{format(before)}</td>
              <td className="num">
                <b>{format(after)}</b>
              </td>
              <td className="num">{change(after - before, format)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="faint">
        Odds are the model’s own. How often it is right is told by links that people looked at, under Precision.
      </p>
    </section>
  );
}

function change(by: number, format: (count: number) => string): string {
  if (Math.abs(by) < 1e-9) return '–';
  return `${by > 0 ? '+' : '−'}${format(Math.abs(by))}`;
}
