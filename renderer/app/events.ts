/** What the app thread tells the window: facts got stale, a job moved, a menu item was chosen. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Client } from '#shared/contract/index.ts';
import type { AppEvent, Job } from '#shared/contract/jobs.ts';
import { MENU_COMMANDS, type MenuCommand } from '#shared/contract/menu.ts';
import { useClient, useConnectionState } from '../client/context.tsx';
import { queries } from '../client/queries.ts';
import { runCommand } from '../keys/live.ts';
import type { CommandId } from '../keys/map.ts';

/** Areas whose answers depend on what is in the book. */
const BOOK_AREAS: ReadonlySet<unknown> = new Set([
  'book',
  'imports',
  'review',
  'models',
  'orders',
  'money',
  'policy',
  'inbox',
  'log',
]);
/** At most this often the screen reads again while a background job keeps changing the book. */
const REREAD_EVERY_MS = 300;

const MENU: Readonly<Record<MenuCommand, CommandId>> = {
  'book.new': 'newBook',
  'book.open': 'openBook',
  'book.backUp': 'backUp',
  'import.files': 'importFiles',
  'export.auditPack': 'exportAuditPack',
  'go.review': 'goDuplicates',
  'go.orders': 'goOrders',
  'go.sources': 'goSources',
  'go.log': 'goLog',
  'palette.open': 'palette',
  'keys.show': 'help',
};

function isMenuCommand(text: string): text is MenuCommand {
  return MENU_COMMANDS.some((command) => command === text);
}

/** Listens while mounted; after a broken connection everything is read again, because events may have been missed. */
export function useAppEvents(onJobEnded: (job: Job) => void): void {
  const client = useClient();
  const cache = useQueryClient();
  const connection = useConnectionState();
  const generation = connection.state === 'connected' ? connection.generation : 0;

  useEffect(() => {
    if (generation > 1) void cache.invalidateQueries();
  }, [cache, generation]);

  useEffect(() => {
    const stop = new AbortController();
    const reread = throttled(() => void cache.invalidateQueries({ predicate: (query) => BOOK_AREAS.has(query.queryKey[0]) }));
    void listen(client, stop.signal, (event) => {
      switch (event.kind) {
        case 'dataChanged':
          reread.soon();
          break;
        case 'bookChanged':
          void rereadBook(cache, client);
          break;
        case 'job':
          if (noteJob(cache, client, event.job)) onJobEnded(event.job);
          break;
        case 'importSession':
          void cache.invalidateQueries({ queryKey: ['importSession', event.sessionId] });
          break;
        case 'menu': {
          if (isMenuCommand(event.command)) runCommand(MENU[event.command]);
          break;
        }
      }
    });
    return () => {
      stop.abort();
      reread.stop();
    };
  }, [client, cache, onJobEnded]);
}

async function listen(client: Client, signal: AbortSignal, hear: (event: AppEvent) => void): Promise<void> {
  try {
    for await (const event of await client.jobs.events(undefined, { signal })) hear(event);
  } catch (error) {
    // The connection status says when the app is gone; leaving the screen aborts the stream on purpose.
    if (!signal.aborted) console.warn('The stream of events ended.', error);
  }
}

/**
 * Another book empties the cache. News about the book that is open (its name, its zone, its chain verified) leaves the screen as it
 * stands: what the person was doing goes on.
 */
async function rereadBook(cache: QueryClient, client: Client): Promise<void> {
  const { queryKey } = queries.book(client);
  const before = cache.getQueryData(queryKey);
  const now = await client.book.current().catch(() => undefined);
  if (before != null && now != null && before.path === now.path) {
    cache.setQueryData(queryKey, now);
    void cache.invalidateQueries({ predicate: (query) => BOOK_AREAS.has(query.queryKey[0]) });
  } else void cache.resetQueries({ predicate: (query) => query.queryKey[0] !== 'host' });
}

/** Puts a job's news into the list on screen. True when this is the moment it ended. */
function noteJob(cache: QueryClient, client: Client, job: Job): boolean {
  const { queryKey } = queries.jobs(client);
  const before = cache.getQueryData(queryKey) ?? [];
  const known = before.find((other) => other.jobId === job.jobId);
  cache.setQueryData(queryKey, [...before.filter((other) => other.jobId !== job.jobId), job]);
  return job.state !== 'running' && known?.state !== job.state;
}

/** Runs at once, then at most once per period; the last wish is never lost. */
function throttled(run: () => void): { soon: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let again = false;
  const fire = () => {
    run();
    timer = setTimeout(() => {
      timer = null;
      if (again) {
        again = false;
        fire();
      }
    }, REREAD_EVERY_MS);
  };
  return {
    soon: () => {
      if (timer === null) fire();
      else again = true;
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
