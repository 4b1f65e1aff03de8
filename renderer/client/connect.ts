import { createORPCClient } from '@orpc/client';
import { isContractProcedure } from '@orpc/contract';
import { type Client, contract } from '#shared/contract/index.ts';
import type { ProcedureKind } from '#shared/contract/procedure.ts';
import type { Channel } from './channel.ts';
import { electronChannel } from './electron-channel.ts';
import { loopbackChannel } from './loopback-channel.ts';
import { createResendingLink } from './resending-link.ts';
import { type ConnectionStatus, createStatus } from './status.ts';

export interface Connection {
  /** Everything the window may ask, typed by the contract. Errors: `ORPCError`, `ConnectionEnded`, `ConnectionLost`. */
  readonly client: Client;
  readonly status: ConnectionStatus;
}

/** Connects this page to its app thread. Call it once, before anything reads the address bar. */
export function connect(page: Window = window): Connection {
  return connectOver(page.location.protocol === 'app:' ? electronChannel(page) : loopbackChannel(loopbackPage(page)));
}

/** The same over any channel. */
export function connectOver(channel: Channel): Connection {
  const status = createStatus();
  return { client: createORPCClient<Client>(createResendingLink(channel, kindOf, status)), status };
}

/** Reads the kind that the contract gives to a procedure. */
function kindOf(path: readonly string[]): ProcedureKind {
  let node: unknown = contract;
  for (const name of path)
    node = typeof node === 'object' && node !== null ? Object.getOwnPropertyDescriptor(node, name)?.value : undefined;
  const kind: unknown = isContractProcedure(node) ? node['~orpc'].meta.kind : undefined;
  if (kind !== 'query' && kind !== 'command' && kind !== 'event')
    throw new Error(`The contract has no procedure ${path.join('.')}.`);
  return kind;
}

function loopbackPage(page: Window) {
  return {
    hash: page.location.hash,
    storage: page.sessionStorage,
    stripHash: () => page.history.replaceState(null, '', page.location.pathname),
    openSocket: (path: string) => new WebSocket(`ws://${page.location.host}${path}`),
  };
}
