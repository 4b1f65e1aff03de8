/**
 * What a host (Electron, loopback, command line) and the app thread say to each other, besides the frames of the contract.
 * A host carries frames and files; it never reads a book, and never sees the name of a procedure.
 */

/** Given to the app worker as `workerData` when a host starts it. */
export interface AppThreadOptions {
  readonly host: HostDescription;
  /** Folder for application data: recent books, profile, temporary files. Absolute path. */
  readonly dataDir: string;
  /** Folder in which new books are made unless the user names another. Absolute path. */
  readonly booksDir: string;
  /** Book to open at once (absolute path), or null for the start screen. */
  readonly bookPath: string | null;
  /** Make and open the demo book when it does not exist yet. */
  readonly openDemo: boolean;
  readonly appVersion: string;
}

export interface HostDescription {
  readonly kind: 'electron' | 'loopback' | 'cli';
  /** What this host can do; the window hides what is absent. */
  readonly capabilities: readonly HostCapability[];
}

export const HOST_CAPABILITIES = ['pickBook', 'pickFolder', 'revealInFolder', 'nativeMenu'] as const;
export type HostCapability = (typeof HOST_CAPABILITIES)[number];

/** Host → app thread. Ports are transferred. A port carries one window's frames, opaque to the host (text or bytes). */
export type ToAppThread =
  | { readonly kind: 'connect'; readonly port: unknown }
  | { readonly kind: 'redeemTicket'; readonly id: number; readonly ticket: string; readonly direction: 'upload' | 'download' }
  | { readonly kind: 'ticketDone'; readonly ticket: string; readonly byteCount: number; readonly error: string | null }
  | { readonly kind: 'hostReply'; readonly id: number; readonly value: unknown; readonly error: string | null }
  | { readonly kind: 'openBook'; readonly path: string }
  | { readonly kind: 'menu'; readonly command: string }
  | { readonly kind: 'shutdown' };

/** App thread → host. */
export type FromAppThread =
  | { readonly kind: 'ready'; readonly bookPath: string | null }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ticket'; readonly id: number; readonly grant: TicketGrant | null }
  | { readonly kind: 'hostCall'; readonly id: number; readonly name: HostCapability; readonly argument: string | null }
  | { readonly kind: 'title'; readonly title: string }
  | { readonly kind: 'stopped' };

/** A one-time right to move one file. The host streams it; the ticket is spent at once. */
export interface TicketGrant {
  readonly path: string;
  readonly fileName: string;
  readonly contentType: string;
  /** Upper bound in bytes for an upload. */
  readonly maxBytes: number;
}
