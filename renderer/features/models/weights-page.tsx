/** The weights of one model, level by level, beside those in force; and what adopting it would mean. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import type { ModelDetail } from '#shared/contract/models.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { formatCount, formatInstant } from '../../design/format.ts';
import { Notice, ProblemNotice } from '../../design/notice.tsx';
import { AdoptButton } from './adopt-button.tsx';
import { ModelsMain } from './models-main.tsx';
import { RestsCard } from './rests-card.tsx';
import { WeightTable } from './weight-table.tsx';
import { formatBits, modelName, type Overview } from './words.ts';

export function WeightsPage({ version, overview, zone }: { version: string; overview: Overview; zone: string }) {
  const client = useClient();
  const [, navigate] = useLocation();
  const { data: detail, error } = useQuery({ ...queries.model(client, version), placeholderData: keepPreviousData });
  if (error !== null) return <ProblemNotice problem={problemOf(error)} />;
  if (detail === undefined) return <ModelsMain label="Model" busy />;
  if (detail === null) {
    return (
      <ModelsMain label="Model">
        <EmptyState
          icon={<FlaskConical />}
          title="This model cannot be shown"
          actions={<Link href="/models">The model in force</Link>}
        >
          The book does not know it, or it was made for an earlier way to compare records.
        </EmptyState>
      </ModelsMain>
    );
  }
  const { summary } = detail;
  const inForce = summary.state === 'inForce';
  return (
    <ModelsMain label={modelName(summary)}>
      <header className="models-head">
        <div>
          <h1>{inForce ? `${modelName(summary)} is in force` : modelName(summary)}</h1>
          <p className="muted">
            {summary.origin}
            {summary.at !== null && `, ${summary.by}, ${formatInstant(summary.at, zone)}`}
            {inForce &&
              overview.adopted !== null &&
              `. Adopted by ${overview.adopted.by}, ${formatInstant(overview.adopted.at, zone)}`}{' '}
            <span className="faint mono">{summary.version}</span>
          </p>
        </div>
        {!inForce && (
          <div className="models-acts">
            <Button onClick={() => navigate(`/models/try/${encodeURIComponent(summary.version)}`)}>Try on the whole book</Button>
            <AdoptButton version={summary.version} name={modelName(summary)} />
          </div>
        )}
      </header>
      {inForce && overview.notice !== null && <Notice tone="warn">{overview.notice}</Notice>}
      {detail.rests !== null && <RestsCard rests={detail.rests} />}
      {!inForce && <Changes detail={detail} />}
      <WeightTable detail={detail} />
      <Fixed detail={detail} />
    </ModelsMain>
  );
}

const CHANGES_SHOWN = 12;

function Changes({ detail: { changes, check } }: { detail: ModelDetail }) {
  if (changes.length === 0) return <Notice>It weighs everything as the model in force does.</Notice>;
  return (
    <section className="models-card" aria-labelledby="model-changes">
      <h2 id="model-changes">What it changes</h2>
      {check !== null && (
        <p>
          Of {voices(check.voices)} answers the model it was learnt from foretells {voices(check.before.foretold)}; what the others
          teach foretells {voices(check.after.foretold)}. Mean surprise of an answer: {check.before.surpriseBits.toFixed(2)} bits
          before, {check.after.surpriseBits.toFixed(2)} after.
        </p>
      )}
      <table className="plain-table models-changes">
        <thead>
          <tr>
            <th scope="col">Comparison</th>
            <th scope="col">Level</th>
            <th scope="col" className="num">
              In force
            </th>
            <th scope="col" className="num">
              Here
            </th>
            <th scope="col" className="num">
              Change
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.slice(0, CHANGES_SHOWN).map((change) => (
            <tr key={`${change.label} ${change.sentence}`}>
              <th scope="row">{change.label}</th>
              <td>{change.sentence}</td>
              <td className="num">{formatBits(change.before)}</td>
              <td className="num">{formatBits(change.after)}</td>
              <td className="num">
                <b>{formatBits(change.after - change.before)}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {changes.length > CHANGES_SHOWN && (
        <p className="faint">{formatCount(changes.length - CHANGES_SHOWN)} smaller changes stand in the table below.</p>
      )}
    </section>
  );
}

function voices(count: number): string {
  return Number.isInteger(count) ? formatCount(count) : count.toFixed(1);
}

/** What is not learnt: odds, thresholds, and what common values take off. */
function Fixed({ detail: { thresholds, frequencies } }: { detail: ModelDetail }) {
  return (
    <div className="models-two">
      <section className="models-card" aria-labelledby="model-thresholds">
        <h2 id="model-thresholds">Odds and thresholds, bits</h2>
        <table className="plain-table">
          <tbody>
            {thresholds.map((threshold) => (
              <tr key={threshold.name}>
                <th scope="row">{threshold.label}</th>
                <td className="muted">{threshold.sentence}</td>
                <td className="num">{formatBits(threshold.millibits)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="models-card" aria-labelledby="model-common">
        <h2 id="model-common">Common values say less</h2>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">Comparison</th>
              <th scope="col" className="num">
                Free up to
              </th>
              <th scope="col" className="num">
                Each doubling
              </th>
              <th scope="col" className="num">
                At most
              </th>
            </tr>
          </thead>
          <tbody>
            {frequencies.map((rule) => (
              <tr key={rule.label}>
                <th scope="row">{rule.label}</th>
                <td className="num">{formatCount(rule.free)} records</td>
                <td className="num">{formatBits(-rule.perDoubling)}</td>
                <td className="num">{formatBits(-rule.most)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
