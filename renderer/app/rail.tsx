import { ChevronsUpDown } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import type { BookSummary } from '#shared/contract/book.ts';
import { formatBytes, formatCount, formatTime } from '../design/format.ts';
import { Menu, MenuItem, MenuLine } from '../design/menu.tsx';
import { runCommand, useCommand } from '../keys/live.ts';
import { JobsTray } from './jobs.tsx';
import { SCREENS, type Screen } from './screens.tsx';

/** Left: which book, where in it, and whether it is safe. */
export function Rail({ book }: { book: BookSummary }) {
  return (
    <nav className="rail" aria-label="Book">
      <Menu
        trigger={
          <button type="button" className="book" title={book.path}>
            <i aria-hidden="true">{book.name.slice(0, 1).toUpperCase()}</i>
            <span className="book-name">{book.name}</span>
            <ChevronsUpDown aria-hidden="true" />
          </button>
        }
      >
        <MenuItem command="bookSettings" onClick={() => runCommand('bookSettings')}>
          Book settings…
        </MenuItem>
        <MenuItem onClick={() => runCommand('profile')}>Your name…</MenuItem>
        <MenuItem onClick={() => runCommand('backUp')}>Back up this book</MenuItem>
        <MenuItem onClick={() => runCommand('exportAuditPack')}>Export audit pack</MenuItem>
        <MenuLine />
        <MenuItem onClick={() => runCommand('importFiles')} command="importFiles">
          Import files…
        </MenuItem>
        <MenuLine />
        <MenuItem onClick={() => runCommand('help')} command="help">
          Keyboard shortcuts
        </MenuItem>
        <MenuItem onClick={() => runCommand('closeBook')}>Close this book</MenuItem>
      </Menu>
      {book.isDemo && <span className="demo-mark">Demo book, safe to play with</span>}
      {SCREENS.map((screen) => (
        <RailLink key={screen.path} screen={screen} count={screen.count(book.counts)} />
      ))}
      <div className="rail-end">
        <JobsTray />
        <RailFoot book={book} />
      </div>
    </nav>
  );
}

function RailLink({ screen, count }: { screen: Screen; count: number }) {
  const [location, navigate] = useLocation();
  useCommand(screen.command, () => navigate(screen.path));
  const here = location === screen.path || location.startsWith(`${screen.path}/`);
  const Icon = screen.icon;
  return (
    <Link
      href={screen.path}
      className={here ? 'nav on' : 'nav'}
      aria-current={here ? 'page' : undefined}
      title={screen.label}
      // The screen that opens takes the keyboard; a link that kept it would swallow Enter.
      onClick={(event) => event.currentTarget.blur()}
    >
      <Icon aria-hidden="true" />
      <span className="nav-label">{screen.label}</span>
      {count > 0 && <b>{formatCount(count)}</b>}
    </Link>
  );
}

function RailFoot({ book }: { book: BookSummary }) {
  return (
    <div className="rail-foot">
      <span className="dot ok" />
      Offline, on this device
      <br />
      <span className="rail-file" title={book.path}>
        <span>{book.fileName}</span> · {formatBytes(book.byteCount)}
      </span>
      {book.chain.state === 'broken' ? (
        <span className="chain-broken">Chain broken: see Change log</span>
      ) : book.chain.verifiedAt === null ? (
        'Chain not verified yet'
      ) : (
        `Chain verified ${formatTime(book.chain.verifiedAt, book.timeZone)}`
      )}
    </div>
  );
}
