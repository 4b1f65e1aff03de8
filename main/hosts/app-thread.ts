import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { AppThreadOptions, FromAppThread, HostCapability, TicketGrant, ToAppThread } from '#shared/contract/app-thread.ts';
import type { TicketDesk } from './assets.ts';

/** A host finds the app thread by address, never by import: beside the bundle, or in the source tree. */
const WORKER_URL = new URL(import.meta.url.endsWith('.ts') ? '../workers/app.worker.ts' : './app.worker.js', import.meta.url);

/** A thread that fails again and again has met something that a restart does not cure. */
const RESTARTS_MAX = 2;
const RESTARTS_WITHIN_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;

export interface AppThreadEvents {
  /** Does what the app thread cannot: shows a native picker, reveals a file. */
  hostCall(name: HostCapability, argument: string | null): Promise<unknown>;
  title(title: string): void;
  /** A book is open now (absolute path), or none is. */
  opened(bookPath: string | null): void;
  /** The thread is gone for good. The message is for the user. */
  failed(message: string): void;
}

export interface AppThread extends TicketDesk {
  /** A fresh port that carries one window's frames. It closes when the thread ends; ask for another one then. */
  connect(): MessagePort;
  openBook(path: string): void;
  menu(command: string): void;
  /** Asks the thread to close its book and end; ends it by force after ten seconds (a book survives that, too). */
  stop(): Promise<void>;
}

/** Starts the app thread, carries frames, tickets and host calls, and restarts it if it falls over (every change is on disk by then). */
export function startAppThread(options: AppThreadOptions, events: AppThreadEvents, workerUrl: URL = WORKER_URL): AppThread {
  const tickets = new Map<number, (grant: TicketGrant | null) => void>();
  const crashes: number[] = [];
  let nextId = 1;
  let bookPath = options.bookPath;
  let stopping: Promise<void> | null = null;
  let reported = false;
  let alive = false;
  let worker = start();

  function start(): Worker {
    const started = new Worker(workerUrl, { workerData: { ...options, bookPath } satisfies AppThreadOptions, name: 'app' });
    let reason = 'it ended without a word';
    alive = true;
    started.on('message', (message: FromAppThread) => receive(message));
    started.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    started.on('exit', () => ended(reason));
    return started;
  }

  function ended(reason: string): void {
    alive = false;
    for (const settle of tickets.values()) settle(null);
    tickets.clear();
    if (stopping !== null || reported) return;
    const now = Date.now();
    crashes.push(now);
    if (crashes.filter((at) => now - at < RESTARTS_WITHIN_MS).length > RESTARTS_MAX) {
      fail(
        `Onefold's work thread stopped again and again (${reason}). Every change that was shown as saved is in the book. Start Onefold again.`,
      );
    } else {
      worker = start();
    }
  }

  function fail(message: string): void {
    if (reported) return;
    reported = true;
    events.failed(message);
  }

  function receive(message: FromAppThread): void {
    switch (message.kind) {
      case 'ready':
        bookPath = message.bookPath;
        events.opened(bookPath);
        return;
      case 'failed':
        fail(message.message);
        return;
      case 'ticket':
        tickets.get(message.id)?.(message.grant);
        tickets.delete(message.id);
        return;
      case 'title':
        events.title(message.title);
        return;
      case 'hostCall':
        events.hostCall(message.name, message.argument).then(
          (value) => post({ kind: 'hostReply', id: message.id, value, error: null }),
          (error: Error) => post({ kind: 'hostReply', id: message.id, value: null, error: error.message }),
        );
        return;
      case 'stopped':
        void worker.terminate();
        return;
    }
  }

  function post(message: ToAppThread, transfer: readonly MessagePort[] = []): void {
    worker.postMessage(message, [...transfer]);
  }

  function redeem(ticket: string, direction: 'upload' | 'download'): Promise<TicketGrant | null> {
    if (!alive) return Promise.resolve(null);
    const id = nextId++;
    return new Promise((resolve) => {
      tickets.set(id, resolve);
      post({ kind: 'redeemTicket', id, ticket, direction });
    });
  }

  async function stop(): Promise<void> {
    if (!alive) return;
    const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    const force = setTimeout(() => void worker.terminate(), STOP_TIMEOUT_MS);
    post({ kind: 'shutdown' });
    await gone;
    clearTimeout(force);
  }

  return {
    connect() {
      const { port1, port2 } = new MessageChannel();
      post({ kind: 'connect', port: port2 }, [port2]);
      return port1;
    },
    redeem,
    async done(ticket, byteCount, error) {
      post({ kind: 'ticketDone', ticket, byteCount, error });
      // Messages on one port stay in order: the answer to a question about the spent ticket means that the thread knows. Without
      // it a call on the window's own port, made after the upload, could overtake.
      await redeem(ticket, 'upload');
    },
    openBook: (path) => post({ kind: 'openBook', path }),
    menu: (command) => post({ kind: 'menu', command }),
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}
