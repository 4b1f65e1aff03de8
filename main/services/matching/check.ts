/**
 * Part of `rebuild --check`: pairs, links by reference and questions are a function of records, decisions and the model in force, so a
 * whole run over the book must come to what the last one stored.
 */
import type { Sha256Bytes } from '#core/changes/merkle.ts';
import type { Pace } from '#core/matching/orders/columns.ts';
import { modelVersion } from '#core/matching/orders/model.ts';
import { runMatchingTogether } from '#core/matching/orders/run.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import { keyText } from '#shared/domain/source-record.ts';
import type { ReadableDb } from '#store/database.ts';
import { readClusterDecisions, standsAgain } from '#store/queries/decisions.ts';
import type { LinkRow } from '#store/queries/links.ts';
import { readChangedRecords } from '#store/queries/match-basis.ts';
import { type PairRow, type RunRow, readLatestRun } from '#store/queries/match-pairs.ts';
import { type ProposalRow, readProposals } from '#store/queries/proposals.ts';
import { readSetting } from '#store/queries/settings.ts';
import { Differences } from '../differences.ts';
import { adoptedEngine } from '../models/adopted.ts';
import { type FoundBook, rowConstraints } from './find.ts';
import { linkDifferences } from './find-links.ts';
import { linksRoot } from './links-root.ts';
import { type LoadedBook, loadBook } from './load.ts';
import { pairDifferences } from './send-pairs.ts';
import { askedQuestions, type QuestionTools } from './send-questions.ts';
import { helpersFor, hireTeam } from './team.ts';

export interface CheckTools {
  readonly db: ReadableDb;
  readonly sha256: Sha256;
  readonly sha256Bytes: Sha256Bytes;
  readonly pace: Pace;
  /** One 32-bit flag for the threads that help: 1 means stop. */
  readonly cancel: SharedArrayBuffer;
}

export interface MatchCheck {
  readonly differences: Differences;
  /** Why nothing was compared; null where it was. */
  readonly due: string | null;
}

/** On the snapshot that `db` reads. Questions are compared without what they only show of their orders. */
export async function checkMatching(tools: CheckTools): Promise<MatchCheck> {
  const { db, pace, sha256, sha256Bytes, cancel } = tools;
  const differences = new Differences();
  const engine = adoptedEngine(db, sha256);
  const last = readLatestRun(db);
  const book = loadBook(db, pace);
  const due = whyDue(db, book, last, modelVersion(engine, sha256));
  if (last?.basis == null || due !== null) return { differences, due };
  const decisions = readClusterDecisions(db, last.basis.decision);
  const people = rowConstraints(decisions, book);
  const team = hireTeam(helpersFor(book.columns.size), cancel);
  try {
    const result = await runMatchingTogether({ engine, columns: book.columns, texts: book, people, pace }, team);
    const found: FoundBook = { ...book, decisions, result };
    comparePairs(db, found, differences, pace);
    for (const { write, remove } of linkDifferences(db, found, pace)) {
      for (const link of write) differences.add(`${nameOfLink(link)} is not stored as recomputed`);
      for (const link of remove) differences.add(`${nameOfLink(link)} is stored, yet not found again`);
    }
    compareQuestions({ ...tools, engine }, found, differences);
    if (differences.count === 0 && Buffer.compare(last.linksRoot, linksRoot(found, sha256, sha256Bytes)) !== 0) {
      differences.add('the root over all pairs that the change log names for the last run is not that of the pairs recomputed');
    }
    return { differences, due };
  } finally {
    await team.dispose();
  }
}

/** Stored pairs are those of the last run; what came since is for the next one to find. */
function whyDue(db: ReadableDb, book: LoadedBook, last: RunRow | null, version: string): string | null {
  if (last === null) return 'Duplicates have not been looked for yet';
  if (readSetting(db, 'matchUnfinished') === '1') return 'Duplicates are being looked for';
  if (last.modelVersion !== version) return 'Another model is in force than the one that weighed the stored pairs';
  if (last.basis === null) return 'It is not known which records the stored pairs rest on: look for duplicates first';
  const changed = readChangedRecords(db, last.basis);
  if (changed === null || changed.fresh.some((id) => book.rowOf(id) !== undefined)) {
    return 'Records came, changed or went since duplicates were looked for';
  }
  return standsAgain(db, last.basis.decision) ? 'A decision stands again since duplicates were looked for' : null;
}

function nameOfLink({ kind, fromId, toId }: Pick<LinkRow, 'kind' | 'fromId' | 'toId'>): string {
  return `the link ${kind} of record ${fromId} to ${toId}`;
}

const PAIR_COLUMNS = {
  state: 'state',
  rule: 'rule',
  pattern: 'pattern',
  frequencyMillibits: 'frequency',
  scoreMillibits: 'score',
  marginMillibits: 'margin',
  cause: 'cause',
} as const satisfies { readonly [column in keyof PairRow]?: string };

function comparePairs(db: ReadableDb, book: FoundBook, differences: Differences, pace: Pace): void {
  const nameOf = (id: number): string => {
    const row = book.rowOf(id);
    return row === undefined ? `record ${id}` : keyText(book.keyAt(row));
  };
  let at = 0;
  for (const { old, now } of pairDifferences(db, book)) {
    pace.checkpoint('store', at++, book.result.pairs.length);
    const pair = now ?? old;
    if (pair === undefined) continue;
    const name = `the pair of ${nameOf(pair.leftId)} and ${nameOf(pair.rightId)}`;
    if (old === undefined) differences.add(`${name} is missing`);
    else if (now === undefined) differences.add(`${name} is stored, yet not found again`);
    else differences.add(`${name}: ${differing(old, now, PAIR_COLUMNS)}`);
  }
}

const QUESTION_COLUMNS = {
  band: 'band',
  scoreMillibits: 'score',
  reason: 'reason',
  blocking: 'what holds it back',
  members: 'records',
} as const satisfies { readonly [column in keyof ProposalRow]?: string };

function compareQuestions(tools: QuestionTools, book: FoundBook, differences: Differences): void {
  const stored = new Map(readProposals(tools.db).map((row) => [row.id, row]));
  for (const rows of askedQuestions(tools, book)) {
    for (const now of rows) {
      const old = stored.get(now.id);
      stored.delete(now.id);
      if (old === undefined) differences.add(`question ${now.id} is missing`);
      else if (differing(old, now, QUESTION_COLUMNS) !== '')
        differences.add(`question ${now.id}: ${differing(old, now, QUESTION_COLUMNS)}`);
    }
  }
  for (const id of stored.keys()) differences.add(`question ${id} is stored, yet not found again`);
}

/** The columns that differ, in words; empty where none does. */
function differing<R extends object>(old: R, now: R, columns: { readonly [column in keyof R]?: string }): string {
  return (Object.keys(columns) as (keyof R)[])
    .filter((column) => JSON.stringify(old[column]) !== JSON.stringify(now[column]))
    .map((column) => `${columns[column]} is ${JSON.stringify(old[column])}, recomputed ${JSON.stringify(now[column])}`)
    .join('; ');
}
