import { History } from 'lucide-react';
import type { RunCard } from '#shared/contract/models.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { formatCount, formatInstant } from '../../design/format.ts';
import { runCommand } from '../../keys/live.ts';
import { ModelsMain } from './models-main.tsx';
import { modelName } from './words.ts';

/** What each run compared, with which model, and what it left out. */
export function RunsPage({ runs, zone }: { runs: readonly RunCard[]; zone: string }) {
  if (runs.length === 0) {
    return (
      <ModelsMain label="Runs">
        <EmptyState
          icon={<History />}
          title="No run yet"
          actions={<Button onClick={() => runCommand('runMatching')}>Look for duplicates</Button>}
        >
          Each time duplicates are looked for, a card stays here: the model, the counts, and what was too crowded to compare.
        </EmptyState>
      </ModelsMain>
    );
  }
  return (
    <ModelsMain label="Runs">
      <header className="models-head">
        <div>
          <h1>Runs</h1>
          <p className="muted">A run that finds what is known leaves no card.</p>
        </div>
      </header>
      {runs.map((run) => (
        <RunDetails key={run.runId} run={run} zone={zone} open={run === runs[0]} />
      ))}
    </ModelsMain>
  );
}

function RunDetails({ run, zone, open }: { run: RunCard; zone: string; open: boolean }) {
  return (
    <details className="models-card models-run" open={open}>
      <summary>
        <strong>{formatInstant(run.at, zone)}</strong> <span className="muted">{modelName(run)}</span>
        <span className="models-run-counts tabular">
          {formatCount(run.records)} records · {formatCount(run.compared)} pairs compared · {formatCount(run.joined)} joined ·{' '}
          {formatCount(run.proposed)} proposed · {formatCount(run.questions)} questions
        </span>
      </summary>
      {run.passes.length > 0 && (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">Search by</th>
              <th scope="col" className="num">
                Pairs
              </th>
              <th scope="col" className="num">
                Crowded blocks
              </th>
              <th scope="col" className="num">
                Records left out
              </th>
            </tr>
          </thead>
          <tbody>
            {run.passes.map((pass) => (
              <tr key={pass.pass}>
                <th scope="row">{pass.pass}</th>
                <td className="num">{formatCount(pass.pairs)}</td>
                <td className="num">{formatCount(pass.crowdedBlocks)}</td>
                <td className="num">{formatCount(pass.purgedRecords)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="faint mono">{run.version}</p>
    </details>
  );
}
