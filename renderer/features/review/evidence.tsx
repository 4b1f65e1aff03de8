import { memo, type RefObject, useState } from 'react';
import { Link } from 'wouter';
import type { Comparison, MergeEffects } from '#shared/contract/review.ts';
import { formatCount, formatInstant, formatProbability, plural } from '../../design/format.ts';
import { Tag } from '../../design/tag.tsx';
import { Waterfall } from '../../design/waterfall.tsx';
import { reviewActions, useReview } from './store.ts';
import './evidence.css';

const HISTORY_SHOWN = 6;

/** Right: how sure, why, what merging does, the reason, and what was decided before. */
export const Evidence = memo(function Evidence({
  comparison,
  question,
  effects,
  zone,
  reasonRef,
  reasonWanted,
}: {
  /** What is shown; for a moment that of the question before. */
  comparison: Comparison;
  /** The question that is asked: a reason is given for it. */
  question: Comparison['item'];
  effects: MergeEffects | null | undefined;
  zone: string;
  reasonRef: RefObject<HTMLTextAreaElement | null>;
  /** What a reason is asked for, or null when it is optional. */
  reasonWanted: string | null;
}) {
  const isOpen = ({ state }: Comparison['item']) => state === 'open' || state === 'skipped';
  const late = comparison.item.proposalId !== question.proposalId;
  return (
    <aside className="evidence" aria-label="Evidence" aria-busy={late}>
      <div className="evidence-scroll">
        <section>
          <h2>Same sale?</h2>
          <div className="score">{formatProbability(comparison.probability)}</div>
          <p className="muted">{comparison.weakest === '' ? comparison.probabilityLabel : comparison.weakest}</p>
        </section>
        <PairEvidence comparison={comparison} />
        {isOpen(comparison.item) && <Effects effects={effects} blocked={comparison.blocking.length > 0} />}
        <section id="review-history">
          <h2>History</h2>
          {comparison.history.length === 0 ? (
            <p className="muted">Nobody has decided anything here yet.</p>
          ) : (
            <ol className="timeline">
              {comparison.history.slice(0, HISTORY_SHOWN).map((event) => (
                <li key={`${event.at} ${event.text}`}>
                  {event.text}
                  <small>
                    {event.actor} · {formatInstant(event.at, zone)}
                  </small>
                </li>
              ))}
            </ol>
          )}
          {comparison.history.length > HISTORY_SHOWN && (
            <p className="faint">{formatCount(comparison.history.length - HISTORY_SHOWN)} earlier ones stand in the change log.</p>
          )}
        </section>
      </div>
      {isOpen(question) && <Reason proposalId={question.proposalId} reasonRef={reasonRef} wanted={reasonWanted} />}
    </aside>
  );
});

/** The weakest pair first: the whole is as sure as that. */
function PairEvidence({ comparison }: { comparison: Comparison }) {
  const field = useReview((state) => state.field);
  const [index, setIndex] = useState(0);
  const { evidence } = comparison;
  const pair = evidence[Math.min(index, evidence.length - 1)];
  if (pair === undefined) {
    return (
      <section>
        <h2>Evidence</h2>
        <p className="muted">These pairs were weighed by an earlier model. Look for duplicates again to see each comparison.</p>
      </section>
    );
  }
  const nameOf = (recordId: number) => comparison.members.find((member) => member.recordId === recordId)?.caption ?? 'a record';
  const nameOfPair = (one: typeof pair) => `${nameOf(one.leftRecordId)} ↔ ${nameOf(one.rightRecordId)}`;
  return (
    <section>
      <h2 className="evidence-head">
        Evidence
        {evidence.length > 1 ? (
          <select
            className="evidence-pair"
            aria-label="Which two records"
            value={index}
            onChange={(event) => setIndex(Number(event.target.value))}
          >
            {evidence.map((one, i) => (
              <option key={`${one.leftRecordId} ${one.rightRecordId}`} value={i}>
                {nameOfPair(one)} · {formatProbability(one.probability)}
              </option>
            ))}
          </select>
        ) : (
          <span className="faint">{nameOfPair(pair)}</span>
        )}
      </h2>
      <Waterfall
        bars={pair.bars}
        conclusion={formatProbability(pair.probability)}
        activeField={field}
        onPick={(next) => reviewActions.focus(next)}
      />
      {pair.flip !== null && <p className="muted evidence-flip">{pair.flip}</p>}
      <WhyNotLink comparison={comparison} pair={pair} />
      <p className="faint evidence-rule">
        {pair.rule} · {pair.modelVersion}
      </p>
    </section>
  );
}

/** To the page that also knows rivals, passes of the search and the bar; only where the two are not one order yet. */
function WhyNotLink({ comparison, pair }: { comparison: Comparison; pair: Comparison['evidence'][number] }) {
  const orderOf = (recordId: number) => comparison.members.find((member) => member.recordId === recordId)?.orderId;
  const [one, other] = [orderOf(pair.leftRecordId), orderOf(pair.rightRecordId)];
  if (one === undefined || other === undefined || one === other) return null;
  return (
    <p>
      <Link href={`/models/why/${one}/${other}`}>Why does the machine not join them?</Link>
    </p>
  );
}

/** Before anything happens: what leaves the view, both sums, what is raised, how many log entries. */
function Effects({ effects, blocked }: { effects: MergeEffects | null | undefined; blocked: boolean }) {
  if (blocked || effects === null) {
    return (
      <section>
        <h2>What merging does</h2>
        <p className="muted">These cannot be one order. They can be linked as related; each keeps its own total.</p>
      </section>
    );
  }
  if (effects === undefined) {
    return (
      <section aria-busy="true">
        <h2>What merging does</h2>
      </section>
    );
  }
  return (
    <section aria-live="polite">
      <h2>What merging does</h2>
      <ul className="effects">
        <li>
          <span>1 canonical order, {plural(effects.idsMapped, 'id')} mapped to it</span>
          <span className="mono" title={effects.orderId}>
            {effects.orderId.slice(0, 10)}…
          </span>
        </li>
        {effects.leaving.length > 0 && (
          <li>
            <span>{plural(effects.leaving.length, 'copy leaves', 'copies leave')} the total</span>
            <span className="num">
              {sums(
                effects.leaving.flatMap(({ value }) => value ?? []),
                '−',
              )}
            </span>
          </li>
        )}
        <li>
          <span>Canonical total</span>
          <span className="num">
            {sums(effects.canonicalBefore)} → <b>{sums(effects.canonicalAfter)}</b>
          </span>
        </li>
        <li>
          <span>What the sources say</span>
          <span className="num">{sums(effects.sourcesTotal)}, unchanged</span>
        </li>
        {effects.linkedRepointed > 0 && (
          <li>
            <span>{plural(effects.linkedRepointed, 'payment or booking', 'payments and bookings')}</span>
            <span>follow the order</span>
          </li>
        )}
        {effects.exceptions.map((exception) => (
          <li key={`${exception.reason} ${exception.label}`}>
            <span>{exception.label}</span>
            <Tag tone="warn">exception, {exception.owner}</Tag>
          </li>
        ))}
        <li>
          <span>{plural(effects.logEntries, 'entry', 'entries')} in the change log</span>
          <span>reversible</span>
        </li>
      </ul>
    </section>
  );
}

function sums(values: readonly { text: string; currency: string | null }[], sign = ''): string {
  return values.map(({ text, currency }) => `${sign}${text}${currency === null ? '' : ` ${currency}`}`).join(' + ') || '0.00';
}

function Reason({
  proposalId,
  reasonRef,
  wanted,
}: {
  proposalId: string;
  reasonRef: RefObject<HTMLTextAreaElement | null>;
  wanted: string | null;
}) {
  const reason = useReview((state) => state.drafts[proposalId]?.reason ?? '');
  return (
    <section className="evidence-reason">
      <h2>
        <label htmlFor="review-reason">Reason</label>
      </h2>
      <textarea
        id="review-reason"
        ref={reasonRef}
        className="input"
        rows={2}
        maxLength={400}
        placeholder={wanted === null ? 'Optional; it stands in the change log' : undefined}
        aria-describedby={wanted === null ? undefined : 'review-reason-wanted'}
        value={reason}
        onChange={(event) => reviewActions.reason(proposalId, event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
      {wanted !== null && (
        <p id="review-reason-wanted" className="reason-wanted">
          {wanted}
        </p>
      )}
    </section>
  );
}
