import { useQuery } from '@tanstack/react-query';
import { CircleCheck, FileDown } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { BookSummary } from '#shared/contract/book.ts';
import type { ImportAnswers, ImportFile, ImportSession } from '#shared/contract/imports.ts';
import { attempt, newCommandId, useAct } from '../../app/act.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { plural } from '../../design/format.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { runCommand, useCommand } from '../../keys/live.ts';
import { useHandover } from './begin-import.ts';
import { FileDetail } from './file-detail.tsx';
import { FileList } from './file-list.tsx';
import './import.css';
import { asksAccount, doneSentence, holdUp, planSentence } from './plan.ts';

/** One import: files, questions, preview, commit. It lives in the app thread, so a reload of the window loses nothing. */
export function ImportScreen({ sessionId, book }: { sessionId: string; book: BookSummary }) {
  const client = useClient();
  const { data: session, error } = useQuery(queries.importSession(client, sessionId));
  const handover = useHandover((state) => (state.current?.sessionId === sessionId ? state.current : null));

  if (error !== null) return <ProblemNotice problem={problemOf(error)} />;
  if (session !== null && session !== undefined) return <SessionView session={session} book={book} />;
  if (handover !== null && handover.problem === null) {
    return (
      <EmptyState icon={<FileDown />} title={`Taking over ${plural(handover.names.length, 'file')}`}>
        {handover.names[handover.done] ?? 'Looking at what they hold'}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<FileDown />}
      title="This import is over"
      actions={
        <Button tone="main" command="importFiles" onClick={() => runCommand('importFiles')}>
          Import files
        </Button>
      }
    >
      {handover?.problem == null
        ? 'It was finished or cancelled. What was imported stands under Sources.'
        : `${handover.problem.what} ${handover.problem.safe} ${handover.problem.todo}`}
    </EmptyState>
  );
}

function SessionView({ session, book }: { session: ImportSession; book: BookSummary }) {
  const client = useClient();
  const act = useAct();
  const [, navigate] = useLocation();
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const [committing, setCommitting] = useState(false);
  const { sessionId, files, previewToken } = session;
  const published = session.state === 'published';
  const open = !published && session.state !== 'publishing' && session.state !== 'cancelled';
  // What asks comes first: that is where the person is needed.
  const chosen =
    files.find((file) => file.fileKey === chosenKey) ??
    files.find((file) => file.state === 'asking') ??
    files.find((file) => file.state !== 'failed') ??
    files[0];
  const held = holdUp(session);
  const taking = files.filter((file) => file.state === 'ready');
  const canCommit = open && held === null && !committing;

  const alike = files.filter((file) => file !== chosen && file.system === chosen?.system && asksAccount(file));

  async function answer(about: readonly ImportFile[], answers: ImportAnswers): Promise<void> {
    for (const { fileKey } of about) await attempt(() => client.imports.answer({ sessionId, fileKey, answers }));
  }
  async function commit(): Promise<void> {
    if (previewToken === null || !canCommit) return;
    setCommitting(true);
    await act((app) => app.imports.commit({ commandId: newCommandId(), sessionId, previewToken }));
    setCommitting(false);
  }
  async function cancel(): Promise<void> {
    await attempt(() => client.imports.cancel({ sessionId }));
    navigate('/');
  }
  useCommand('commitImport', () => void commit(), canCommit);

  return (
    <div className="import" data-keys="import">
      <div className="import-body">
        <aside className="import-side">
          <header>
            <h1>{published ? 'Imported' : 'Import'}</h1>
            <p className="muted">into {book.name}</p>
          </header>
          <FileList files={files} chosen={chosen?.fileKey ?? null} onChoose={setChosenKey} />
        </aside>
        {chosen !== undefined && (
          <FileDetail
            key={chosen.fileKey}
            file={chosen}
            open={open}
            alike={alike.length}
            onAnswer={(answers) => void answer([chosen], answers)}
            onAnswerAll={(answers) => void answer([chosen, ...alike], answers)}
            onRemove={() => void attempt(() => client.imports.removeFile({ sessionId, fileKey: chosen.fileKey }))}
          />
        )}
      </div>
      <footer className="import-foot">
        {published ? (
          <>
            <CircleCheck aria-hidden="true" className="import-done" />
            <span>{doneSentence(files)}</span>
            <Button tone="main" className="push" onClick={() => navigate('/duplicates')}>
              Go to Duplicates
            </Button>
          </>
        ) : (
          <>
            <span className="import-plan" aria-live="polite">
              {held ?? planSentence(files)}
            </span>
            <Button tone="quiet" className="push" onClick={() => void cancel()}>
              Cancel
            </Button>
            <Button
              tone="main"
              command="commitImport"
              disabled={!canCommit}
              busy={committing || session.state === 'publishing'}
              onClick={() => void commit()}
            >
              {taking.length === 0 ? 'Import' : `Import ${plural(taking.length, 'file')}`}
            </Button>
          </>
        )}
      </footer>
    </div>
  );
}
