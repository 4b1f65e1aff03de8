import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { PlugZap } from 'lucide-react';
import { useEffect } from 'react';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import type { Connection } from '../client/connect.ts';
import { ConnectionProvider, useClient, useConnectionState } from '../client/context.tsx';
import { problemOf } from '../client/problems.ts';
import { queries } from '../client/queries.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { Notice, ProblemNotice } from '../design/notice.tsx';
import { DropFiles } from '../features/import/drop-files.tsx';
import { StartScreen } from '../features/start/start-screen.tsx';
import { listenToKeys } from '../keys/listen.ts';
import { Announcer, announce } from './announce.tsx';
import { AppCommands } from './app-commands.tsx';
import { Dialogs } from './app-dialogs.tsx';
import { useAppEvents } from './events.ts';
import { sayJobEnded } from './jobs.tsx';
import { followTheme, useSettings } from './settings.ts';
import { Shell, Waiting } from './shell.tsx';
import { Toaster } from './toasts.tsx';

/**
 * Facts live in the app thread; the window keeps copies until an event says they are stale. There is no network to wait for, and a
 * failed question is not asked again behind the user's back.
 */
function createCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 120_000,
      },
    },
  });
}

export function App({ connection }: { connection: Connection }) {
  return (
    <CSPProvider disableStyleElements>
      <ConnectionProvider connection={connection}>
        <QueryClientProvider client={CACHE}>
          <Router hook={useHashLocation}>
            <Toaster>
              <Connected />
              <Announcer />
            </Toaster>
          </Router>
        </QueryClientProvider>
      </ConnectionProvider>
    </CSPProvider>
  );
}

const CACHE = createCache();

function Connected() {
  const connection = useConnectionState();
  useEffect(() => followTheme(document), []);
  useEffect(
    () =>
      listenToKeys(document, {
        singleKeys: () => useSettings.getState().singleKeys,
        onPending: (prefix) => prefix !== null && announce(`${prefix}, then …`),
      }),
    [],
  );
  if (connection.state === 'ended') {
    return (
      <main className="ended">
        <EmptyState icon={<PlugZap />} title="This window has no app behind it">
          {connection.reason}
        </EmptyState>
      </main>
    );
  }
  return (
    <>
      {connection.state === 'reconnecting' && (
        <div className="link-state" role="status">
          <Notice tone="warn">Reconnecting to the app. Everything shown as saved is in the book.</Notice>
        </div>
      )}
      <BookOrStart />
    </>
  );
}

function BookOrStart() {
  const client = useClient();
  const { data: book, error } = useQuery(queries.book(client));
  useAppEvents(sayJobEnded);
  if (error !== null) {
    return (
      <main className="ended">
        <ProblemNotice problem={problemOf(error)} />
      </main>
    );
  }
  if (book === undefined) return <Waiting />;
  return (
    <>
      {book === null ? <StartScreen /> : <Shell book={book} />}
      <AppCommands book={book} />
      <Dialogs book={book} />
      <DropFiles bookName={book?.name ?? null} />
    </>
  );
}
