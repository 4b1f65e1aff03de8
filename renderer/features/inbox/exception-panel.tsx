/** One exception: what happened, the evidence with its source line, the best guess, what is held back, what to do, and its history. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { InboxPage } from '#shared/contract/inbox.ts';
import { ownerName } from '#shared/domain/policy-words.ts';
import { newCommandId, useAct } from '../../app/act.ts';
import { ValueOriginPanel } from '../../app/value-origin.tsx';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { formatInstant, formatMoney, formatProbability } from '../../design/format.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { Tag } from '../../design/tag.tsx';
import { useCommand } from '../../keys/live.ts';
import { AnswerDialog, type AnswerKind } from './answer-dialog.tsx';
import { DueWords } from './due-words.tsx';

export function ExceptionPanel({ exceptionId, zone }: { exceptionId: string; zone: string }) {
  const client = useClient();
  const { data: page, error } = useQuery(queries.exception(client, exceptionId));
  if (error !== null) return <ProblemNotice problem={problemOf(error)} />;
  if (page === undefined) return <div aria-busy="true" />;
  if (page === null) return <p className="muted">This does not stand any more: what it was about has changed.</p>;
  return <Panel page={page} zone={zone} />;
}

function Panel({ page, zone }: { page: InboxPage; zone: string }) {
  const { item, guess, guessLink } = page;
  const act = useAct();
  const [asking, setAsking] = useState<AnswerKind | null>(null);
  const isOpen = item.state === 'open' || item.state === 'pending';
  const canTake = isOpen && guessLink !== null;
  const takeGuess = () => {
    if (guessLink === null) return;
    void act((client) =>
      client.money.decideLink({ commandId: newCommandId(), ...guessLink, verdict: 'linked', reasonCode: null, reasonText: null }),
    );
  };
  const refuse = () => {
    if (guessLink === null) return;
    void act((client) =>
      client.money.decideLink({ commandId: newCommandId(), ...guessLink, verdict: 'apart', reasonCode: null, reasonText: null }),
    );
  };
  useCommand('takeGuess', takeGuess, canTake);
  useCommand('markResolved', () => setAsking('resolve'), isOpen);
  useCommand('snooze', () => setAsking('snooze'), isOpen);
  useCommand('assign', () => setAsking('assign'), isOpen);
  useCommand('waive', () => setAsking('waive'), isOpen);
  const source = page.subjects.find(({ record }) => record !== null)?.record ?? null;

  return (
    <>
      <p>
        <Tag tone={item.severity === 'S1' ? 'bad' : item.severity === 'S2' ? 'warn' : undefined}>
          {item.severity} · {item.reason}
        </Tag>
      </p>
      <h2>{item.title}</h2>
      <p className="muted">{page.what}</p>
      <dl className="inbox-facts">
        <dt>Owner</dt>
        <dd>
          {item.assignee ?? ownerName(item.owner)} {item.dueAt !== null && <DueWords dueAt={item.dueAt} zone={zone} />}
        </dd>
        {item.amountMinor !== null && item.currency !== null && (
          <>
            <dt>Amount</dt>
            <dd className="tabular">{formatMoney(item.amountMinor, item.currency)}</dd>
          </>
        )}
        <dt>About</dt>
        <dd>
          <Subjects subjects={page.subjects} />
        </dd>
        {guess !== null && (
          <>
            <dt>Best guess</dt>
            <dd>
              {guess.subject !== null && <Subjects subjects={[guess.subject]} />}
              {guess.text}
              {guess.probability !== null && <strong> · {formatProbability(guess.probability)}</strong>}
            </dd>
          </>
        )}
        {page.heldBack.length > 0 && (
          <>
            <dt>Held back</dt>
            <dd>
              <Subjects subjects={page.heldBack} />
            </dd>
          </>
        )}
        {page.evidence.map((fact) => (
          <Fact key={fact.label} fact={fact} />
        ))}
      </dl>
      {isOpen && (
        <div className="inbox-acts">
          {guessLink !== null && (
            <>
              <Button tone="main" command="takeGuess" onClick={takeGuess}>
                {guess?.subject == null ? 'Take it' : `Link to ${guess.subject.label}`}
              </Button>
              <Button onClick={refuse}>No, another</Button>
            </>
          )}
          <Button command="markResolved" onClick={() => setAsking('resolve')}>
            Settled…
          </Button>
          <Button command="assign" onClick={() => setAsking('assign')}>
            Hand over…
          </Button>
          <Button tone="quiet" command="snooze" onClick={() => setAsking('snooze')}>
            Not now…
          </Button>
          <Button tone="quiet" command="waive" onClick={() => setAsking('waive')}>
            Waive…
          </Button>
        </div>
      )}
      {page.playbook.length > 0 && (
        <section>
          <h3>What to do</h3>
          <ol className="inbox-playbook">
            {page.playbook.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </section>
      )}
      {source !== null && (
        <section>
          <ValueOriginPanel recordId={source.recordId} field={isSale(source.type) ? 'total' : 'amount'} zone={zone} />
        </section>
      )}
      <section>
        <h3>History</h3>
        <ol className="inbox-history">
          {page.history.map((entry) => (
            <li key={`${entry.at} ${entry.text}`}>
              {entry.text}
              <span className="faint">
                {formatInstant(entry.at, zone)} · {entry.actor}
              </span>
            </li>
          ))}
        </ol>
      </section>
      {asking !== null && <AnswerDialog item={item} kind={asking} onClose={() => setAsking(null)} />}
    </>
  );
}

function Fact({ fact }: { fact: InboxPage['evidence'][number] }) {
  const amount = fact.amountMinor === null || fact.currency === null ? null : formatMoney(fact.amountMinor, fact.currency);
  return (
    <>
      <dt>{fact.label}</dt>
      <dd>{amount ?? fact.text}</dd>
    </>
  );
}

function Subjects({ subjects }: { subjects: InboxPage['subjects'] }) {
  return (
    <ul className="inbox-subjects">
      {subjects.map((subject) => {
        const href =
          subject.orderId !== null
            ? `/orders/${subject.orderId}`
            : subject.payoutId !== null
              ? `/money/payouts/${subject.payoutId}`
              : null;
        return <li key={subject.label}>{href === null ? subject.label : <Link href={href}>{subject.label}</Link>}</li>;
      })}
    </ul>
  );
}

/** Records that state a total, not an amount. */
function isSale(type: string): boolean {
  return type === 'order' || type === 'deal' || type === 'sales_order' || type === 'invoice';
}
