import type { ClientLink } from '@orpc/client';

export type Link = ClientLink<Record<never, never>>;

/** One live connection to the app thread. */
export interface Uplink {
  readonly link: Link;
  /** True from the moment the connection carries nothing more; calls in flight fail after that, not before. */
  readonly isLost: () => boolean;
  /** Resolves when the connection broke. */
  readonly lost: Promise<void>;
}

/** Opens a connection, again and again as needed. Rejects with `ConnectionEnded` when there is none to be had any more. */
export type Channel = () => Promise<Uplink>;

/** The app is gone or has turned this window away. The message is for the user. */
export class ConnectionEnded extends Error {
  override readonly name = 'ConnectionEnded';
}

/** The connection broke while a command that cannot be repeated safely was on its way. The message is for the user. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';

  constructor() {
    super(
      'The connection to the app broke, so it is not known whether this was done. Nothing is damaged. Look, and do it again if it is missing.',
    );
  }
}
