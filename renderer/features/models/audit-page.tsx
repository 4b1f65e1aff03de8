/** How often the machine is right: links drawn by lot, looked at by a person, counted with an interval. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import { useLocation } from 'wouter';
import type { Audit } from '#shared/contract/models.ts';
import { newCommandId, useAct } from '../../app/act.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { formatCount, formatProbability, plural } from '../../design/format.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { Waterfall } from '../../design/waterfall.tsx';
import { useCommand } from '../../keys/live.ts';
import { BriefView } from './brief-view.tsx';
import { ModelsMain } from './models-main.tsx';
import { formatShare } from './words.ts';

type Verdict = 'right' | 'wrong' | 'unsure';

export function AuditPage() {
  const client = useClient();
  const { data: audit, error } = useQuery({ ...queries.audit(client), placeholderData: keepPreviousData });
  if (error !== null) return <ProblemNotice problem={problemOf(error)} />;
  if (audit === undefined) return <ModelsMain label="Precision" busy />;
  return (
    <ModelsMain label="Precision" keys="audit">
      <header className="models-head">
        <div>
          <h1>Precision of what the machine joins</h1>
          <p className="muted">
            Counted over links that people looked at, drawn by lot. Never from the model’s own odds, and not from what somebody
            happened to correct.
          </p>
        </div>
      </header>
      <Figures audit={audit} />
      <NextLink audit={audit} />
    </ModelsMain>
  );
}

function Figures({ audit }: { audit: Audit }) {
  const { precision, low, high, right, wrong, unsure, joined } = audit;
  return (
    <section className="models-card audit-figures" aria-live="polite" aria-label="So far">
      <div className="audit-score">{precision === null ? '–' : formatShare(precision)}</div>
      <div>
        <p>
          {precision === null || low === null || high === null
            ? 'No link was looked at yet, so nothing is known.'
            : `Right in ${formatCount(right)} of ${plural(right + wrong, 'link')}: between ${formatShare(low)} and ${formatShare(high)}, 95 times in 100 (Wilson).`}
        </p>
        <p className="muted">
          {plural(joined, 'link')} joined by the machine{unsure > 0 && ` · ${formatCount(unsure)} left open`}
          {wrong > 0 && ` · ${formatCount(wrong)} wrong`}
        </p>
        {low !== null && high !== null && precision !== null && (
          <div className="audit-range" aria-hidden="true">
            <i style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }} />
            <b style={{ left: `${precision * 100}%` }} />
          </div>
        )}
      </div>
    </section>
  );
}

function NextLink({ audit }: { audit: Audit }) {
  const act = useAct();
  const [, navigate] = useLocation();
  const [item] = audit.next;
  const judge = async (verdict: Verdict) => {
    if (item === undefined) return;
    const receipt = await act((client) =>
      client.models.judge({
        commandId: newCommandId(),
        leftRecordId: item.left.recordId,
        rightRecordId: item.right.recordId,
        verdict,
      }),
    );
    if (receipt !== null && verdict === 'wrong') navigate(`/orders/${item.left.orderId}`);
  };
  useCommand('linkRight', () => void judge('right'), item !== undefined);
  useCommand('linkWrong', () => void judge('wrong'), item !== undefined);
  useCommand('linkUnsure', () => void judge('unsure'), item !== undefined);
  if (item === undefined) {
    return (
      <EmptyState icon={<ListChecks />} title="No link to look at">
        {audit.joined === 0
          ? 'The machine has joined nothing in this book so far.'
          : 'You have looked at every link that was drawn.'}
      </EmptyState>
    );
  }
  return (
    <section className="models-card" aria-labelledby="audit-next">
      <h2 id="audit-next">Is this one sale?</h2>
      <div className="audit-pair">
        <BriefView record={item.left} />
        <BriefView record={item.right} />
      </div>
      <div className="models-acts audit-acts">
        <Button tone="main" command="linkRight" onClick={() => void judge('right')}>
          Right
        </Button>
        <Button command="linkWrong" onClick={() => void judge('wrong')}>
          Wrong
        </Button>
        <Button tone="quiet" command="linkUnsure" onClick={() => void judge('unsure')}>
          Cannot tell
        </Button>
        <span className="faint">A verdict changes no order. After “wrong” the order opens, to take the records apart.</span>
      </div>
      {item.evidence !== null && (
        <div className="audit-evidence">
          <Waterfall
            bars={item.evidence.bars}
            conclusion={formatProbability(item.evidence.probability)}
            activeField={null}
            onPick={() => undefined}
          />
        </div>
      )}
    </section>
  );
}
