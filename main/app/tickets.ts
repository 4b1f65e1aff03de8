/** One-time tickets for files that move between the window and the app. A ticket is good for one move and forgotten after it. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TicketOffice } from '#main/services/context.ts';
import type { TicketGrant } from '#shared/contract/app-thread.ts';

export interface Tickets extends TicketOffice {
  /** For the host: hands out the grant once, or null. */
  redeem(ticket: string, direction: 'upload' | 'download'): TicketGrant | null;
  /** The host has moved the file, or failed to. */
  done(ticket: string, error: string | null): void;
  /** Removes what was uploaded and never taken. */
  dispose(): void;
}

interface Entry {
  readonly direction: 'upload' | 'download';
  readonly grant: TicketGrant;
  state: 'issued' | 'moving' | 'moved';
}

export function createTickets(folder: string, newId: () => string): Tickets {
  mkdirSync(folder, { recursive: true });
  const entries = new Map<string, Entry>();
  const made = new Set<string>();
  const issue = (direction: Entry['direction'], grant: TicketGrant, ticket: string): string => {
    entries.set(ticket, { direction, grant, state: 'issued' });
    return ticket;
  };
  return {
    newPath() {
      const path = join(folder, newId());
      made.add(path);
      return path;
    },
    issueUpload(fileName, maxBytes) {
      const ticket = newId();
      return issue('upload', { path: join(folder, ticket), fileName, contentType: 'application/octet-stream', maxBytes }, ticket);
    },
    issueDownload: (path, fileName, contentType) => issue('download', { path, fileName, contentType, maxBytes: 0 }, newId()),
    takeUpload(ticket) {
      const entry = entries.get(ticket);
      if (entry?.direction !== 'upload' || entry.state !== 'moved') return null;
      entries.delete(ticket);
      return { path: entry.grant.path, fileName: entry.grant.fileName };
    },
    redeem(ticket, direction) {
      const entry = entries.get(ticket);
      if (entry?.direction !== direction || entry.state !== 'issued') return null;
      entry.state = 'moving';
      return entry.grant;
    },
    done(ticket, error) {
      const entry = entries.get(ticket);
      if (entry === undefined) return;
      if (entry.direction === 'upload' && error === null) {
        entry.state = 'moved';
        return;
      }
      entries.delete(ticket);
      if (made.delete(entry.grant.path)) rmSync(entry.grant.path, { force: true });
    },
    dispose() {
      entries.clear();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
