import { useQuery } from '@tanstack/react-query';
import { BookOpen, FileDown, FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { attempt } from '../../app/act.ts';
import { openDialog } from '../../app/dialogs.ts';
import { useClient } from '../../client/context.tsx';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { formatDay } from '../../design/format.ts';
import { Tag } from '../../design/tag.tsx';
import { runCommand } from '../../keys/live.ts';
import './start.css';

/** No book is open: three doors, and the books that were open before. */
export function StartScreen() {
  const client = useClient();
  const { data } = useQuery(queries.recentBooks(client));
  const [opening, setOpening] = useState<string | null>(null);

  async function open(what: string, call: () => Promise<unknown>): Promise<void> {
    setOpening(what);
    await attempt(call);
    setOpening(null);
  }

  return (
    <main className="start-screen">
      <div className="start-inner">
        <header>
          <h1>Onefold</h1>
          <p className="muted">One sale, one record. Everything stays in one file on this device.</p>
        </header>
        <div className="doors">
          <section className="door">
            <FlaskConical aria-hidden="true" />
            <h2>Try the demo company</h2>
            <p>
              A year of a shop and an agency, with duplicates to find. It is a book of its own: nothing you do there touches yours.
            </p>
            <Button tone="main" busy={opening === 'demo'} onClick={() => void open('demo', () => client.book.openDemo())}>
              Open the demo book
            </Button>
          </section>
          <section className="door">
            <FileDown aria-hidden="true" />
            <h2>Drop your files</h2>
            <p>Exports of Shopify, Stripe, HubSpot, Xero and others, as they are. Drop them anywhere on this window.</p>
            <Button onClick={() => runCommand('importFiles')} command="importFiles">
              Choose files…
            </Button>
          </section>
          <section className="door">
            <BookOpen aria-hidden="true" />
            <h2>Open or start a book</h2>
            <p>A book is one file that you own: copy it, back it up, give it to your accountant.</p>
            <div className="door-acts">
              <Button onClick={() => openDialog('newBook')}>New book…</Button>
              <Button onClick={() => openDialog('openBook')}>Open…</Button>
            </div>
          </section>
        </div>
        {data !== undefined && data.books.length > 0 && (
          <section className="recent" aria-label="Recent books">
            <h2>Recent</h2>
            <ul>
              {data.books.map((book) => (
                <li key={book.path}>
                  <button
                    type="button"
                    disabled={!book.exists || opening !== null}
                    onClick={() => void open(book.path, () => client.book.open({ path: book.path }))}
                  >
                    <strong>{book.name}</strong>
                    {book.isDemo && <Tag tone="warn">demo</Tag>}
                    <span className="faint recent-path">{book.exists ? book.path : `${book.path} is not there now`}</span>
                    <span className="faint">{formatDay(book.openedAt, Intl.DateTimeFormat().resolvedOptions().timeZone)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </main>
  );
}
