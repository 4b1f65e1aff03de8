/** The connection, handed to every screen. */
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import type { Client } from '#shared/contract/index.ts';
import type { Connection } from './connect.ts';
import type { ConnectionState } from './status.ts';

const ConnectionContext = createContext<Connection | null>(null);

export function ConnectionProvider({ connection, children }: { connection: Connection; children: ReactNode }) {
  return <ConnectionContext value={connection}>{children}</ConnectionContext>;
}

export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (connection === null) throw new Error('no ConnectionProvider around this component');
  return connection;
}

/** Everything the window may ask. */
export function useClient(): Client {
  return useConnection().client;
}

export function useConnectionState(): ConnectionState {
  const { status } = useConnection();
  return useSyncExternalStore(status.subscribe, status.get);
}
