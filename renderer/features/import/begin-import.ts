/** From dropped or picked files to an import session. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useLocation } from 'wouter';
import { create } from 'zustand';
import type { Client } from '#shared/contract/index.ts';
import type { Problem } from '#shared/contract/procedure.ts';
import { openDialog } from '../../app/dialogs.ts';
import { sendFile } from '../../app/files.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { queries } from '../../client/queries.ts';

/** Files on their way to the app, before the session exists there. */
interface Handover {
  readonly sessionId: string;
  readonly names: readonly string[];
  readonly done: number;
  readonly problem: Problem | null;
}

export const useHandover = create<{ current: Handover | null; waitingForBook: readonly File[] }>(() => ({
  current: null,
  waitingForBook: [],
}));

/** Takes files in. Without an open book it asks for one first and keeps the files until it is there. */
export function useImportFiles(bookIsOpen: boolean): (files: readonly File[]) => void {
  const client = useClient();
  const cache = useQueryClient();
  const [, navigate] = useLocation();
  return useCallback(
    (files) => {
      if (files.length === 0) return;
      if (!bookIsOpen) {
        useHandover.setState({ waitingForBook: files });
        openDialog('newBook');
        return;
      }
      const sessionId = crypto.randomUUID();
      navigate(`/import/${sessionId}`);
      void handOver(client, sessionId, files).then((session) => {
        if (session !== null) cache.setQueryData(queries.importSession(client, sessionId).queryKey, session);
      });
    },
    [bookIsOpen, client, cache, navigate],
  );
}

/** The files that waited for a book; the caller imports them now. */
export function takeWaitingFiles(): readonly File[] {
  const { waitingForBook } = useHandover.getState();
  useHandover.setState({ waitingForBook: [] });
  return waitingForBook;
}

async function handOver(client: Client, sessionId: string, files: readonly File[]) {
  const update = (patch: Partial<Handover>) =>
    useHandover.setState(({ current }) => (current?.sessionId === sessionId ? { current: { ...current, ...patch } } : {}));
  useHandover.setState({ current: { sessionId, names: files.map((file) => file.name), done: 0, problem: null } });
  try {
    const tickets: string[] = [];
    for (const file of files) {
      const { ticket } = await client.imports.requestUpload({ fileName: file.name, byteCount: file.size });
      await sendFile(ticket, file, AbortSignal.timeout(600_000));
      tickets.push(ticket);
      update({ done: tickets.length });
    }
    return await client.imports.begin({ sessionId, tickets, paths: [], answers: {} });
  } catch (error) {
    update({ problem: problemOf(error) });
    return null;
  }
}
