/** The matching thread's work: load, compare, decide, and send what differs from what is stored. */
import { constraintsOf } from '#core/changes/constraints.ts';
import type { Sha256Bytes } from '#core/changes/merkle.ts';
import { cardOf } from '#core/matching/card.ts';
import type { Pace } from '#core/matching/columns.ts';
import type { RowConstraints } from '#core/matching/decide.ts';
import { type Engine, modelVersion } from '#core/matching/model.ts';
import { type MatchInput, type MatchResult, runMatching, runMatchingTogether } from '#core/matching/run.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import type { ReadableDb } from '#store/database.ts';
import { readClusterDecisions } from '#store/queries/decisions.ts';
import { readMatchInput } from '#store/queries/match-rows-reading.ts';
import { sendLinks } from './find-links.ts';
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
    const people = rowConstraints(db, book);
    const result = await run(tools, { engine, columns: book.columns, texts: book, people, pace });
    const found: FoundBook = { ...book, result };
    const root = linksRoot(found, tools.sha256, tools.sha256Bytes);
    tools.computed(inputVersion);
    const touched = await sendPairs(tools, found);
    const linked = await sendLinks(tools, found);
    const version = modelVersion(engine, tools.sha256);
    tools.linked({
      modelVersion: version,
      counts: { ...countsOf(result), linked },
      card: cardOf(engine, version, result),
      linksRoot: root,
      linkCount: result.pairs.length,
    });
    await sendQuestions(tools, found);
    return touched;
  } finally {
    db.exec('ROLLBACK');
  }
}

/** With as many threads as it is worth. */
async function run({ cancel }: MatchTools, input: MatchInput): Promise<MatchResult> {
  const helpers = helpersFor(input.columns.size);
  if (helpers === 0) return runMatching(input);
  const team = hireTeam(helpers, cancel);
  try {
    return await runMatchingTogether(input, team);
  } finally {
    await team.dispose();
  }
}

/** Standing decisions in rows; those about records that are not live sleep. */
export function rowConstraints(db: ReadableDb, book: LoadedBook): RowConstraints {
  const { decisions, idOf } = readClusterDecisions(db);
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
