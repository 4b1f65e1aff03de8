/** The matching thread's work: load, compare, decide, and send what differs from what is stored. */
import { constraintsOf } from '#core/changes/constraints.ts';
import type { Sha256Bytes } from '#core/changes/merkle.ts';
import { cardOf } from '#core/matching/orders/card.ts';
import type { Pace } from '#core/matching/orders/columns.ts';
import type { RowConstraints } from '#core/matching/orders/decide.ts';
import { type Engine, modelVersion } from '#core/matching/orders/model.ts';
import { compareTogether, type MatchInput, type MatchResult, prepareTogether } from '#core/matching/orders/run.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import type { ReadableDb } from '#store/database.ts';
import { type ClusterDecisions, readClusterDecisions } from '#store/queries/decisions.ts';
import { readMatchBasis } from '#store/queries/match-basis.ts';
import { readMatchInput } from '#store/queries/match-rows-reading.ts';
import { sendLinks } from './find-links.ts';
import { changeSince, matchChange } from './increment.ts';
import { linksRoot } from './links-root.ts';
import { type LoadedBook, loadBook } from './load.ts';
import type { MatchChanges, MatchSummary } from './messages.ts';
import { sendPairs } from './send-pairs.ts';
import { sendQuestions } from './send-questions.ts';
import { helpersFor, hireTeam } from './team.ts';

export interface MatchTools {
  readonly db: ReadableDb;
  readonly engine: Engine;
  readonly sha256: Sha256;
  readonly sha256Bytes: Sha256Bytes;
  readonly pace: Pace;
  /** One 32-bit flag for the threads that help: 1 means stop. */
  readonly cancel: SharedArrayBuffer;
  /** Told once, before the first changes, what the run rests on. */
  readonly computed: (inputVersion: string) => void;
  /** Told once, when all pairs and links are sent: now the run can be published. */
  readonly linked: (summary: MatchSummary) => void;
  /** Resolves when there is room for more. */
  readonly send: (changes: MatchChanges) => Promise<void>;
  readonly touchAll: boolean;
}

/** Everything the steps after the run look at. */
export interface FoundBook extends LoadedBook {
  readonly decisions: ClusterDecisions;
  readonly result: MatchResult;
}

/**
 * Runs on one snapshot of the book, however long it takes and whatever is written meanwhile. Resolves with the records whose orders
 * may change, orders side by side.
 */
export async function findDuplicates(tools: MatchTools): Promise<Int32Array> {
  const { db, engine, pace } = tools;
  db.exec('BEGIN');
  try {
    const inputVersion = readMatchInput(db);
    const book = loadBook(db, pace);
    const decisions = readClusterDecisions(db);
    const people = rowConstraints(decisions, book);
    const basis = readMatchBasis(db);
    const result = await run(tools, { engine, columns: book.columns, texts: book, people, pace }, book);
    const found: FoundBook = { ...book, decisions, result };
    const root = linksRoot(found, tools.sha256, tools.sha256Bytes);
    tools.computed(inputVersion);
    const touched = await sendPairs(tools, found);
    const linked = await sendLinks(tools, found);
    const version = modelVersion(engine, tools.sha256);
    tools.linked({
      modelVersion: version,
      counts: { ...countsOf(result), linked },
      card: cardOf(engine, version, result),
      basis,
      linksRoot: root,
      linkCount: result.pairs.length,
    });
    await sendQuestions(tools, found);
    return touched;
  } finally {
    db.exec('ROLLBACK');
  }
}

/** With as many threads as it is worth; after a small change only what it can have moved. */
async function run({ cancel, db, sha256, touchAll }: MatchTools, input: MatchInput, book: LoadedBook): Promise<MatchResult> {
  const change = touchAll ? null : changeSince(db, input, book, sha256);
  const team = hireTeam(helpersFor(input.columns.size), cancel);
  try {
    const ready = await prepareTogether(input, team);
    const moved = change === null ? null : matchChange(db, input, ready, book, input.people, change);
    return moved ?? (await compareTogether(input, ready, team));
  } finally {
    await team.dispose();
  }
}

/** Standing decisions in rows; those about records that are not live sleep. */
export function rowConstraints({ decisions, idOf }: ClusterDecisions, book: LoadedBook): RowConstraints {
  const { together, apart, parted } = constraintsOf(decisions, idOf);
  const rows = (ids: readonly number[]): number[] => ids.flatMap((id) => book.rowOf(id) ?? []).sort((a, b) => a - b);
  return {
    together: together.map(rows).filter((members) => members.length > 1),
    apart: apart.map(([one, other]) => [rows(one), rows(other)] as const),
    parted: parted.map(rows).flatMap(([one, other]) => (one === undefined || other === undefined ? [] : [[one, other] as const])),
  };
}

function countsOf({ pairs, outcomes, questions, report }: MatchResult): Record<string, number> {
  const of = (state: string): number => outcomes.state.reduce((count, one) => count + (one === state ? 1 : 0), 0);
  return {
    records: report.records,
    ...(report.anew === null ? {} : { decidedAnew: report.anew }),
    compared: report.compared,
    kept: pairs.length,
    joined: of('joined'),
    proposed: of('proposed'),
    apart: of('apart'),
    questions: questions.length,
    crowdedBlocks: report.passes.reduce((sum, { crowdedBlocks }) => sum + crowdedBlocks, 0),
    purgedRecords: report.passes.reduce((sum, { purgedRecords }) => sum + purgedRecords, 0),
    crowdedReferences: report.crowdedReferences,
  };
}
