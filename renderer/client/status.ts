/**
 * How the window stands with the app thread. `generation` counts the connections made: when it grows, events may have been
 * missed in between, so whoever shows facts reads them again.
 */
export type ConnectionState =
  | { readonly state: 'connecting' | 'reconnecting' }
  | { readonly state: 'connected'; readonly generation: number }
  | { readonly state: 'ended'; readonly reason: string };

/** A store in the shape that React's `useSyncExternalStore` takes. */
export interface ConnectionStatus {
  get(): ConnectionState;
  subscribe(listener: () => void): () => void;
}

export interface WritableStatus extends ConnectionStatus {
  set(state: ConnectionState): void;
}

export function createStatus(): WritableStatus {
  let current: ConnectionState = { state: 'connecting' };
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(state) {
      current = state;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
