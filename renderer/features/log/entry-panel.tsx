import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { Link } from 'wouter';
import type { LogFigure } from '#shared/contract/log.ts';
import { useClient } from '../../client/context.tsx';
import { Button } from '../../design/button.tsx';
import { formatCount, formatInstant } from '../../design/format.ts';

/** One entry opened: before and after, what it speaks of, and the very text that was hashed. */
export function EntryPanel({ seq, zone, onClose }: { seq: number; zone: string; onClose: () => void }) {
  const client = useClient();
  const { data: entry } = useQuery({
    queryKey: ['log', 'entry', seq],
    queryFn: ({ signal }) => client.log.entry({ seq }, { signal }),
  });
  return (
    <aside className="entry" aria-label={`Entry ${seq}`}>
      <header className="entry-head">
        <h1>Entry {formatCount(seq)}</h1>
        <Button tone="quiet" icon={<X aria-hidden="true" />} aria-label="Close the entry" onClick={onClose} />
      </header>
      {entry === null && <p className="muted">The log has no such entry.</p>}
      {entry !== null && entry !== undefined && (
        <>
          <p className="muted">
            {entry.row.actionLabel} · {entry.row.actorLabel} · {formatInstant(entry.row.at, zone)}
          </p>
          <section aria-label="Before">
            <h2>Before</h2>
            <Figures of={entry.before} />
          </section>
          <section aria-label="After">
            <h2>After</h2>
            <Figures of={entry.after} />
          </section>
          {entry.row.why !== null && (
            <section aria-label="Why">
              <h2>Why</h2>
              <p>{entry.row.why}</p>
            </section>
          )}
          <section aria-label="Speaks of">
            <h2>Speaks of</h2>
            <ul className="entry-subjects">
              {entry.subjects.map(({ subject, orderId }) => (
                <li key={subject} className="mono">
                  {orderId === null ? subject : <Link href={`/orders/${orderId}`}>{subject}</Link>}
                </li>
              ))}
            </ul>
          </section>
          <section aria-label="What was hashed">
            <h2>What was hashed</h2>
            <pre>{entry.body}</pre>
            <p className="faint mono entry-hash">
              hash {entry.hash}
              <br />
              before {entry.prev}
            </p>
          </section>
        </>
      )}
    </aside>
  );
}

function Figures({ of }: { of: readonly LogFigure[] }) {
  const [only] = of;
  if (only === undefined) return <pre>nothing</pre>;
  if (of.length === 1 && only.name === null) return <pre>{only.text}</pre>;
  return (
    <dl className="entry-figures">
      {of.map(({ name, text }) => (
        <div key={`${name} ${text}`}>
          <dt>{name}</dt>
          <dd className="mono">{text}</dd>
        </div>
      ))}
    </dl>
  );
}
