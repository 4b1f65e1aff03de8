/** Events to windows. A slow window loses nothing it needs: every event says "read again", so what waits is kept short. */
import type { AppEvent } from '#shared/contract/jobs.ts';

export interface EventHub {
  emit(event: AppEvent): void;
  subscribe(signal: AbortSignal | undefined): AsyncGenerator<AppEvent, void, void>;
}

export function createEventHub(): EventHub {
  const listeners = new Set<(event: AppEvent) => void>();
  return {
    emit(event) {
      for (const listener of listeners) listener(event);
    },
    subscribe(signal) {
      const waiting: AppEvent[] = [];
      let wake: () => void = () => {};
      const listener = (event: AppEvent) => {
        push(waiting, event);
        wake();
      };
      const leave = () => {
        listeners.delete(listener);
        wake();
      };
      // Listening starts now, not at the first read: what happens in between must not be missed.
      listeners.add(listener);
      signal?.addEventListener('abort', leave, { once: true });
      return (async function* () {
        try {
          while (signal?.aborted !== true) {
            const next = waiting.shift();
            if (next !== undefined) {
              yield next;
              continue;
            }
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
        } finally {
          leave();
        }
      })();
    },
  };
}

/** A later event about the same thing replaces the one still waiting. */
function push(waiting: AppEvent[], event: AppEvent): void {
  const same = waiting.findIndex((other) => subject(other) === subject(event));
  if (same >= 0) waiting.splice(same, 1);
  waiting.push(event);
}

function subject(event: AppEvent): string {
  switch (event.kind) {
    case 'job':
      return `job ${event.job.jobId}`;
    case 'importSession':
      return `importSession ${event.sessionId}`;
    case 'menu':
      return `menu ${event.command}`;
    default:
      return event.kind;
  }
}
