/** What must be asked before a file is read: its account, and what its content leaves open. */
import type { Detection, Question } from '#core/connectors/connector.ts';
import { type ImportAnswers, type ImportQuestion, importQuestion } from '#shared/contract/imports.ts';
import type { System } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { knownAccounts } from '#store/queries/sources.ts';
import type { Session } from './session.ts';

/** Account of a system that has only one, where nobody is there to be asked. */
export const ONLY_ACCOUNT = 'main';

/** Answers for a file: those for all, for its system, for its name, and its own, the later ones first. */
export function answersFor(session: Session, name: string, system: System | null, own: ImportAnswers): ImportAnswers {
  return { ...session.answers['*'], ...(system === null ? {} : session.answers[system]), ...session.answers[name], ...own };
}

/**
 * The account a file belongs to: as answered, else the one that the file itself names, else the system's only account in this book or
 * in the earlier files of the session. A file that names another account than those in the book is asked about.
 * Null: it must be asked.
 * @param unattended nobody is at a window: the first account of a system then has the name `main`.
 */
export function accountOf(
  db: ReadableDb,
  session: Session,
  { system, accounts }: Pick<Detection, 'system' | 'accounts'>,
  answers: ImportAnswers,
  unattended: boolean,
): string | null {
  const named = answers.secondShop ?? answers.account;
  if (named !== undefined) return named;
  const known = accountsOf(db, session, system);
  const own = onlyOf(accounts);
  if (own !== null && known.includes(own)) return own;
  // An account that nobody named takes what comes; one that has a name is another, and so is a file of several.
  const unnamed = known.length === 1 && known[0] === ONLY_ACCOUNT;
  if (own !== null && !unnamed) return unattended ? own : null;
  if ((accounts ?? []).length > 1 && !unnamed && !unattended) return null;
  if (known.length === 1) return known[0] ?? null;
  return known.length === 0 && unattended ? ONLY_ACCOUNT : null;
}

function accountsOf(db: ReadableDb, session: Session, system: System): string[] {
  const here = session.files.flatMap(({ view }) =>
    view.state === 'ready' && view.system === system && view.account !== null ? [view.account] : [],
  );
  return [...new Set([...knownAccounts(db, system), ...here])];
}

export function accountQuestion(
  db: ReadableDb,
  session: Session,
  { system, accounts }: Pick<Detection, 'system' | 'accounts'>,
): ImportQuestion {
  const known = accountsOf(db, session, system);
  return { kind: 'account', system, known, suggested: onlyOf(accounts) ?? known[0] ?? ONLY_ACCOUNT };
}

/** A file of several accounts names none that all of it belongs to. */
function onlyOf(accounts: readonly string[] | undefined): string | null {
  const [only, more] = accounts ?? [];
  return only === undefined || more !== undefined ? null : only;
}

/** What the content of the file leaves open, in the contract's shape. */
export function contentQuestions(detection: Detection): ImportQuestion[] {
  return detection.questions.map((question: Question) => importQuestion.parse(question));
}
