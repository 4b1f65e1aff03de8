import { useEffect } from 'react';
import { useLocation } from 'wouter';
import type { BookSummary } from '#shared/contract/book.ts';
import type { Client } from '#shared/contract/index.ts';
import type { JournalFormat } from '#shared/domain/journal-formats.ts';
import { useClient } from '../client/context.tsx';
import { problemOf } from '../client/problems.ts';
import { takeWaitingFiles, useImportFiles } from '../features/import/begin-import.ts';
import { useOrdersIntent } from '../features/orders/store.ts';
import { useCommand } from '../keys/live.ts';
import { attempt, takeBack } from './act.ts';
import { announce } from './announce.tsx';
import { openDialog } from './dialogs.ts';
import { pickFiles } from './files.ts';
import { changeSettings } from './settings.ts';
import { toastProblem } from './toasts.tsx';

/** Answers the commands that belong to no screen. Draws nothing. */
export function AppCommands({ book }: { book: BookSummary | null }) {
  const client = useClient();
  const importFiles = useImportFiles(book !== null);
  const open = book !== null;
  const [, navigate] = useLocation();

  // Files that were dropped before there was a book go in as soon as there is one.
  useEffect(() => {
    if (open) importFiles(takeWaitingFiles());
  }, [open, importFiles]);

  useCommand('palette', () => openDialog('palette'));
  useCommand('help', () => openDialog('help'));
  useCommand('newBook', () => openDialog('newBook'));
  useCommand('openBook', () => openDialog('openBook'));
  useCommand('profile', () => openDialog('profile'));
  useCommand('bookSettings', () => openDialog('bookSettings'), open);
  useCommand('themeSystem', () => changeSettings({ theme: 'system' }));
  useCommand('themeLight', () => changeSettings({ theme: 'light' }));
  useCommand('themeDark', () => changeSettings({ theme: 'dark' }));
  useCommand('importFiles', () => void pickFiles().then(importFiles));
  useCommand(
    'findOrders',
    () => {
      useOrdersIntent.setState({ wantsSearch: true });
      navigate('/orders');
    },
    open,
  );
  useCommand('goCoverage', () => navigate('/policy/coverage'), open);
  useCommand('goOpenings', () => navigate('/policy/openings'), open);
  useCommand('goRates', () => navigate('/policy/rates'), open);
  useCommand('goAccounts', () => navigate('/policy/accounts'), open);
  useCommand('goPolicyChanges', () => navigate('/policy/changes'), open);
  useCommand('whyNot', () => navigate('/models/why'), open);
  useCommand('closeBook', () => void attempt(() => client.book.close()), open);
  useCommand('runMatching', () => void attempt(() => client.review.runMatching()), open);
  useCommand('runReconciling', () => void attempt(() => client.money.run({ asOf: 'now' })), open);
  useCommand(
    'exportAuditPack',
    () => void attempt(() => client.exports.start({ what: 'audit-pack', format: 'zip', orderId: null })),
    open,
  );
  useCommand(
    'exportWorkpapers',
    () => void attempt(() => client.exports.start({ what: 'workpaper', format: 'pdf', orderId: null })),
    open,
  );
  const exportJournal = (format: JournalFormat) =>
    void attempt(() => client.exports.start({ what: 'journal', format, orderId: null }));
  useCommand('exportJournalQbo', () => exportJournal('qbo'), open);
  useCommand('exportJournalXero', () => exportJournal('xero'), open);
  useCommand('exportJournalNetsuite', () => exportJournal('netsuite'), open);
  useCommand('exportJournalIif', () => exportJournal('iif'), open);
  useCommand('exportJournalJson', () => exportJournal('json'), open);
  useCommand('backUp', () => void attempt(() => client.book.backUp()), open);
  useCommand('undo', () => void step(client, 'undo'), open);
  useCommand('redo', () => void step(client, 'redo'), open);

  return null;
}

/** Takes back the last decision that stands, or the last that was taken back; says so when there is none. */
async function step(client: Client, direction: 'undo' | 'redo'): Promise<void> {
  try {
    const state = await client.review.undoState();
    const target = state[direction];
    if (target === null) announce(direction === 'undo' ? 'Nothing to undo' : 'Nothing to redo');
    else await takeBack(client, target.decisionId, direction === 'undo' ? 'Redo' : 'Undo');
  } catch (error) {
    toastProblem(problemOf(error));
  }
}
