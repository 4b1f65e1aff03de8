import { type ReactNode, Suspense } from 'react';
import type { BookSummary } from '#shared/contract/book.ts';
import './shell.css';
import { Redirect, Route, Switch } from 'wouter';
import { ImportScreen } from '../features/import/import-screen.tsx';
import { Rail } from './rail.tsx';
import { HOME, SCREENS } from './screens.tsx';

/** The frame of an open book: the rail, and the screen of the address. */
export function Shell({ book }: { book: BookSummary }) {
  return (
    <div className="app">
      <Rail book={book} />
      <main className="work">
        <Suspense fallback={<Waiting />}>
          <Switch>
            {SCREENS.map(({ path, component: Screen }) => (
              <Route key={path} path={`${path}/*?`}>
                <Screen book={book} />
              </Route>
            ))}
            <Route path="/import/:sessionId">
              {({ sessionId }) => <ImportScreen key={sessionId} sessionId={sessionId} book={book} />}
            </Route>
            <Route>
              <Redirect to={HOME} replace />
            </Route>
          </Switch>
        </Suspense>
      </main>
    </div>
  );
}

export function Waiting({ children }: { children?: ReactNode }) {
  return (
    <div className="waiting" aria-busy="true">
      {children}
    </div>
  );
}
