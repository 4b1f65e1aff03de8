/** "Why are these two not joined?": two orders, their pairs, the rule or bar between them, and what would lift it. */
import { useQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { WhyNot } from '#shared/contract/models.ts';
import { useClient } from '../../client/context.tsx';
import { isProblem, problemOf } from '../../client/problems.ts';
import { queries } from '../../client/queries.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { formatProbability } from '../../design/format.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { Tag } from '../../design/tag.tsx';
import { Waterfall } from '../../design/waterfall.tsx';
import { BriefView } from './brief-view.tsx';
import { ModelsMain } from './models-main.tsx';
import { OrderPicker } from './order-picker.tsx';
import { formatBits } from './words.ts';

export function WhyNotPage({ oneId, otherId }: { oneId: string | null; otherId: string | null }) {
  const [, navigate] = useLocation();
  const go = (one: string | null, other: string | null) =>
    navigate(`/models/why/${one ?? '-'}${other === null ? '' : `/${other}`}`);
  const [one, other] = [oneId === '-' ? null : oneId, otherId];
  return (
    <ModelsMain label="Why not joined">
      <header className="models-head">
        <div>
          <h1>Why are these two not joined?</h1>
          <p className="muted">Choose two orders: by number, client, e-mail, or any id that a source gave.</p>
        </div>
      </header>
      <div className="models-two why-pickers">
        <OrderPicker label="One order" orderId={one} onChoose={(id) => go(id, other)} />
        <OrderPicker label="The other" orderId={other} onChoose={(id) => go(one, id)} />
      </div>
      {one === null || other === null ? (
        <EmptyState icon={<SearchX />} title="Two orders, one question">
          You see every comparison of their records, the rule or the bar that keeps them apart, the answer that was better, and what
          would change the outcome.
        </EmptyState>
      ) : (
        <Answer key={`${one} ${other}`} oneId={one} otherId={other} />
      )}
    </ModelsMain>
  );
}

function Answer({ oneId, otherId }: { oneId: string; otherId: string }) {
  const client = useClient();
  const { data: found, error } = useQuery(queries.whyNot(client, { oneId, otherId }));
  if (error !== null) return <ProblemNotice problem={problemOf(error)} />;
  if (found === undefined) {
    return (
      <p className="muted" aria-busy="true">
        Comparing…
      </p>
    );
  }
  if (isProblem(found)) return <ProblemNotice problem={found} />;
  return <Explained found={found} />;
}

function Explained({ found }: { found: WhyNot }) {
  const [index, setIndex] = useState(0);
  const pair = found.pairs[Math.min(index, found.pairs.length - 1)];
  return (
    <>
      <section className="models-card why-verdict" aria-labelledby="why-verdict" aria-live="polite">
        <h2 id="why-verdict">{found.verdict.headline}</h2>
        <p>
          <span className="muted">What would change it: </span>
          {found.verdict.flip}
        </p>
      </section>
      {pair !== undefined && (
        <div className="models-two why-pair">
          <section className="models-card" aria-labelledby="why-pairs">
            <h2 id="why-pairs">Pairs across the two, the strongest first</h2>
            <ul className="why-list">
              {found.pairs.map((one, at) => (
                <li key={`${one.left.recordId} ${one.right.recordId}`}>
                  <button type="button" aria-pressed={one === pair} onClick={() => setIndex(at)}>
                    <span>
                      {one.left.caption} ↔ {one.right.caption}
                    </span>
                    <b className="tabular">{formatBits(one.evidence.scoreMillibits)}</b>
                  </button>
                </li>
              ))}
            </ul>
            <dl className="why-facts">
              <dt>What became of it</dt>
              <dd>
                <Tag tone={pair.state === 'proposed' ? 'warn' : pair.state === 'joined' ? 'ok' : undefined}>
                  {STATES[pair.state]}
                </Tag>{' '}
                {pair.held !== null && pair.held}
              </dd>
              <dt>Bar for joining</dt>
              <dd>
                {formatBits(found.joinAt)} bits; {formatBits(found.joinNamedAt)} where a reference names the other
              </dd>
              <dt>Brought together by</dt>
              <dd>{pair.passes.length === 0 ? 'no pass of the search' : pair.passes.join(', ')}</dd>
              <dt>Next best answer</dt>
              <dd>
                {pair.rival === null ? (
                  'none'
                ) : (
                  <>
                    <BriefView record={pair.rival.record} /> with {formatBits(pair.rival.scoreMillibits)} bits
                    {pair.evidence.marginMillibits !== null && `; lead ${formatBits(pair.evidence.marginMillibits)}`}
                  </>
                )}
              </dd>
            </dl>
          </section>
          <section className="models-card" aria-labelledby="why-bars">
            <h2 id="why-bars">
              {pair.left.caption} ↔ {pair.right.caption}
            </h2>
            <div className="audit-pair">
              <BriefView record={pair.left} />
              <BriefView record={pair.right} />
            </div>
            <Waterfall
              bars={pair.evidence.bars}
              conclusion={formatProbability(pair.evidence.probability)}
              activeField={null}
              onPick={() => undefined}
            />
            {pair.evidence.flip !== null && <p className="muted">{pair.evidence.flip}</p>}
            <p className="faint mono">{found.modelVersion}</p>
          </section>
        </div>
      )}
    </>
  );
}

const STATES: Readonly<Record<WhyNot['pairs'][number]['state'], string>> = {
  joined: 'joined',
  proposed: 'asked about',
  apart: 'kept apart',
  notKept: 'too weak to keep',
  neverMet: 'never compared',
};
