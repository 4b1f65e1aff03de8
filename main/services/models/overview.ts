/** The model in force, the others that the book knows, what there is to learn from, and what each run left. */
import { crossCheck } from '#core/learning/calibrate.ts';
import { changesBetween, thresholdsOf } from '#core/learning/diff.ts';
import type { ModelCard } from '#core/matching/orders/card.ts';
import type { Engine, Model } from '#core/matching/orders/model.ts';
import { levelAt } from '#core/matching/orders/spec.ts';
import type { ModelDetail, ModelSummary, models, RunCard } from '#shared/contract/models.ts';
import { actorLabel } from '#shared/domain/decision.ts';
import type { ReadableDb } from '#store/database.ts';
import { type ModelRow, type RunSummary, readModel, readModels, readRuns, readRunVersions } from '#store/queries/models.ts';
import { readDataVersion } from '#store/queries/settings.ts';
import type { ReaderContext } from '../context.ts';
import type { InputOf, OutputOf } from '../handlers.ts';
import { recentResults } from '../recent-results.ts';
import { engineOfRow, type ModelInForce, modelInForce } from './adopted.ts';
import { type Answers, readAnswered } from './answers.ts';
import { type ModelOrigin, originOf } from './origin.ts';
import { restsOf } from './rests.ts';

/** Decisions it takes before anything is learnt: fewer say more about the day than about the book. */
export const ANSWERS_NEEDED = 10;

const RUNS_SHOWN = 20;

const answersOf = recentResults<Answers>(2);

/** Kept while the book stands still. */
export function recentAnswers(db: ReadableDb, { engine: { model } }: Pick<ModelInForce, 'engine'>): Answers {
  const { margin } = model;
  return answersOf.of([db.name, readDataVersion(db), margin], () => readAnswered(db, margin));
}

export function overview({ db, ports }: ReaderContext): OutputOf<typeof models.overview> {
  const inForce = modelInForce(db, ports.sha256);
  const rows = readModels(db);
  const summaries = rows.map((row) => summaryOf(db, row, inForce, ports.sha256));
  const answers = recentAnswers(db, inForce);
  const lastLearnt = rows.map(({ origin }) => originOf(origin)).find(({ kind }) => kind === 'learnt');
  const through = lastLearnt?.kind === 'learnt' ? lastLearnt.throughDecisionId : 0;
  const voices = (of: 'together' | 'apart'): number => answers.answered.reduce((sum, one) => sum + one[of], 0);
  return {
    inForce: summaries.find(({ version }) => version === inForce.version) ?? nameless(inForce),
    adopted:
      inForce.adoption === null
        ? null
        : { decisionId: inForce.adoption.decisionId, by: actorLabel(inForce.adoption.actor), at: inForce.adoption.atMs },
    notice:
      inForce.setAside === null
        ? null
        : `The model ${inForce.setAside} was made for an earlier way to compare records. Until you adopt another one, records are weighed by the model that this version of Onefold brings.`,
    others: summaries.filter(({ version }) => version !== inForce.version),
    answers: {
      decisions: answers.decisions.size,
      together: voices('together'),
      apart: voices('apart'),
      unseen: answers.unseen,
      tied: answers.tied,
      fresh: [...answers.decisions].filter((id) => id > through).length,
      needed: ANSWERS_NEEDED,
    },
    runs: readRuns(db, RUNS_SHOWN).map((run) => runCardOf(run, rows)),
  };
}

/** A model that takes the place of another and that nobody kept. */
function nameless({ version }: ModelInForce): ModelSummary {
  return { version, number: null, state: 'inForce', origin: ORIGIN_WORDS.shipped, by: 'Onefold', at: null };
}

const ORIGIN_WORDS = {
  shipped: 'Shipped with Onefold',
  book: "Learnt from this book's records",
  thresholds: 'Other thresholds',
} as const;

function originWords(origin: ModelOrigin): string {
  switch (origin.kind) {
    case 'learnt':
      return `Learnt from ${origin.decisions} answers`;
    case 'read':
      return `Read from ${origin.name}`;
    default:
      return ORIGIN_WORDS[origin.kind];
  }
}

export function summaryOf(
  db: ReadableDb,
  row: ModelRow,
  inForce: ModelInForce,
  sha256: Parameters<typeof engineOfRow>[1],
): ModelSummary {
  const usable = engineOfRow(row, sha256) !== null;
  const state = row.version === inForce.version ? 'inForce' : !usable ? 'unusable' : wasInForce(db, row) ? 'earlier' : 'prepared';
  return {
    version: row.version,
    number: row.number,
    state,
    origin: originWords(originOf(row.origin)),
    by: originOf(row.origin).kind === 'shipped' ? 'with the book' : actorLabel(row.actor),
    at: row.atMs,
  };
}

/** A run used it, or the book began with it. */
function wasInForce(db: ReadableDb, { version, number }: ModelRow): boolean {
  return number === 1 || readRunVersions(db).has(version);
}

function runCardOf({ runId, modelVersion, atMs, counts, card }: RunSummary, rows: readonly ModelRow[]): RunCard {
  const figures = JSON.parse(counts) as { readonly [name: string]: number | undefined };
  const { passes } = JSON.parse(card) as Partial<ModelCard>;
  return {
    runId,
    at: atMs,
    version: modelVersion,
    number: rows.find(({ version }) => version === modelVersion)?.number ?? null,
    records: figures.records ?? 0,
    compared: figures.compared ?? 0,
    joined: figures.joined ?? 0,
    proposed: figures.proposed ?? 0,
    questions: figures.questions ?? 0,
    purged: figures.purgedRecords ?? 0,
    passes: (passes ?? []).map(({ pass, pairs, crowdedBlocks, purgedRecords }) => ({ pass, pairs, crowdedBlocks, purgedRecords })),
  };
}

export function model({ db, ports }: ReaderContext, { version }: InputOf<typeof models.model>): ModelDetail | null {
  const inForce = modelInForce(db, ports.sha256);
  const row = readModel(db, version);
  if (row === null && version !== inForce.version) return null;
  const engine = row === null ? inForce.engine : engineOfRow(row, ports.sha256);
  if (engine === null) return null;
  const answers = recentAnswers(db, inForce);
  const origin = row === null ? null : originOf(row.origin);
  const base = origin?.kind === 'learnt' ? readModel(db, origin.from) : null;
  const before = base === null ? null : engineOfRow(base, ports.sha256);
  const changes = changesBetween(engine.spec, inForce.engine.model, engine.model);
  return {
    summary: row === null ? nameless(inForce) : summaryOf(db, row, inForce, ports.sha256),
    prior: engine.model.priorMillibits,
    comparisons: comparisonsOf(engine, inForce.engine.model, answers, lastCard(db)),
    thresholds: thresholdsOf(engine.model),
    frequencies: engine.spec.comparisons.flatMap(({ name, label }) => {
      const rule = engine.model.frequencies[name];
      return rule === undefined ? [] : [{ label, free: rule.free, perDoubling: rule.perDoubling, most: rule.most }];
    }),
    changes: changes.map(({ label, sentence, before, after }) => ({ label, sentence, before, after })),
    check: before === null ? null : checkOf(before, answers),
    rests: origin?.kind === 'book' ? restsOf(engine.spec, origin.rests) : null,
  };
}

function checkOf(engine: Engine, { answered }: Answers): ModelDetail['check'] {
  const { before, after } = crossCheck(engine, answered);
  const shown = ({ foretold, surpriseBits }: typeof before) => ({ foretold, surpriseBits });
  return { voices: before.voices, before: shown(before), after: shown(after) };
}

function lastCard(db: ReadableDb): Partial<ModelCard> {
  const [run] = readRuns(db, 1);
  return run === undefined ? {} : (JSON.parse(run.card) as Partial<ModelCard>);
}

function comparisonsOf(
  { spec, radix, weights }: Engine,
  inForce: Model,
  { answered }: Answers,
  card: Partial<ModelCard>,
): ModelDetail['comparisons'] {
  return spec.comparisons.map(({ name, label, levels }, comparison) => ({
    name,
    label,
    levels: levels.map(({ sentence }, level) => {
      const said = answered.filter(({ pattern }) => levelAt(pattern, radix, comparison) === level);
      const [kept, joined] = card.levels?.[name]?.[level] ?? [0, 0];
      return {
        level,
        sentence,
        millibits: weights[comparison]?.[level] ?? 0,
        inForceMillibits: inForce.weights[name]?.[level] ?? 0,
        kept,
        joined,
        together: said.reduce((sum, one) => sum + one.together, 0),
        apart: said.reduce((sum, one) => sum + one.apart, 0),
      };
    }),
  }));
}
