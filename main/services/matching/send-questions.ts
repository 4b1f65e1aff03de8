/** Turns what a run asks, and what people settled, into rows of the queue, and sends those that differ from the stored ones. */
import { bandOf, type Engine } from '#core/matching/orders/model.ts';
import { BLOCKING_CAUSES, type Cause } from '#core/matching/orders/outcome.ts';
import { proposalId, type Question } from '#core/matching/orders/questions.ts';
import { reasonOf } from '#core/matching/orders/reason.ts';
import { keysOf } from '#shared/domain/decision.ts';
import { keyText, type RecordKey } from '#shared/domain/source-record.ts';
import { type ProposalRow, type QuestionHead, readPlacedMs, readProposals, readQuestionHeads } from '#store/queries/proposals.ts';
import type { FoundBook, MatchTools } from './find.ts';

const CHUNK = 300;

export type QuestionTools = Pick<MatchTools, 'db' | 'engine' | 'pace' | 'sha256'>;

export async function sendQuestions(tools: MatchTools, book: FoundBook): Promise<void> {
  const { db, send } = tools;
  const stored = new Map(readProposals(db).map((row) => [row.id, JSON.stringify(row)]));
  for (const rows of askedQuestions(tools, book)) {
    const write = rows.filter((row) => stored.get(row.id) !== JSON.stringify(row));
    for (const { id } of rows) stored.delete(id);
    if (write.length > 0) await send({ of: 'questions', write, remove: [] });
  }
  const gone = [...stored.keys()];
  for (let at = 0; at < gone.length; at += CHUNK) await send({ of: 'questions', write: [], remove: gone.slice(at, at + CHUNK) });
}

/** All that the queue holds after the run, some at a time, each once. */
export function* askedQuestions(tools: QuestionTools, book: FoundBook): Generator<readonly ProposalRow[], void, undefined> {
  const { pace, sha256 } = tools;
  const asked = [...settledQuestions(book), ...book.result.questions];
  const written = new Set<string>();
  for (let at = 0; at < asked.length; at += CHUNK) {
    pace.checkpoint('store', at, asked.length);
    const questions = asked.slice(at, at + CHUNK);
    const facts = readFacts(tools, book, questions);
    const rows: ProposalRow[] = [];
    for (const question of questions) {
      const id = proposalId(
        question.members.map((row) => keyText(book.keyAt(row))),
        sha256,
      );
      if (written.has(id)) continue;
      written.add(id);
      rows.push(rowOf(id, question, tools, book, facts));
    }
    yield rows;
  }
}

/** One question for each standing decision that joined or parted records, about those of its records that are live. */
function settledQuestions({ result, rowOf: rowOfRecord, decisions: { decisions, idOf } }: FoundBook): Question[] {
  const rowOfKey = (key: RecordKey): number | undefined => {
    const id = idOf(keyText(key));
    return id === undefined ? undefined : rowOfRecord(id);
  };
  return decisions.flatMap(({ body, withdrawnBy }) => {
    if (withdrawnBy !== null) return [];
    const members = keysOf(body)
      .flatMap((key) => rowOfKey(key) ?? [])
      .sort((a, b) => a - b);
    if (members.length < 2) return [];
    const pairs = pairsAmong(members, result);
    const score = pairs.reduce((lowest, pair) => Math.min(lowest, result.pairs.score[pair] as number), Number.POSITIVE_INFINITY);
    return [{ members, pairs, score: Number.isFinite(score) ? score : 0 }];
  });
}

/** Pairs of the best spanning tree over the members, the strongest first. */
function pairsAmong(members: readonly number[], { pairs, outcomes }: FoundBook['result']): number[] {
  const between = members
    .flatMap((right, at) => members.slice(0, at).map((left) => outcomes.neighbours.between(left, right)))
    .filter((pair) => pair !== -1)
    .sort((a, b) => (pairs.score[b] as number) - (pairs.score[a] as number) || a - b);
  const sets = new Map(members.map((row) => [row, row]));
  return between.filter((pair) => {
    const [a, b] = [sets.get(pairs.left[pair] as number), sets.get(pairs.right[pair] as number)];
    if (a === b || a === undefined || b === undefined) return false;
    for (const [row, set] of sets) if (set === b) sets.set(row, a);
    return true;
  });
}

interface QuestionFacts {
  readonly heads: ReadonlyMap<number, QuestionHead>;
  readonly placedMs: ReadonlyMap<number, number>;
}

function readFacts({ db }: QuestionTools, { columns, result }: FoundBook, questions: readonly Question[]): QuestionFacts {
  const idOf = (row: number): number => columns.recordId[row] as number;
  const heads = readQuestionHeads(db, [...new Set(questions.flatMap(({ members }) => members.map(idOf)))]);
  const retried = questions
    .flatMap(({ pairs }) => pairs.slice(0, 1))
    .filter((pair) => result.outcomes.cause[pair] === 'same_source')
    .flatMap((pair) => [idOf(result.pairs.left[pair] as number), idOf(result.pairs.right[pair] as number)]);
  return {
    heads: new Map(heads.map((head) => [head.recordId, head])),
    placedMs: retried.length === 0 ? new Map() : readPlacedMs(db, retried),
  };
}

function rowOf(id: string, question: Question, { engine }: QuestionTools, book: FoundBook, facts: QuestionFacts): ProposalRow {
  const ids = question.members.map((row) => book.columns.recordId[row] as number);
  const heads = ids.flatMap((recordId) => facts.heads.get(recordId) ?? []);
  const lead = heads.find(({ isSale }) => isSale === 1) ?? heads[0];
  return {
    id,
    band: bandOf(question.score, engine.model),
    scoreMillibits: question.score,
    reason: reasonFor(question, engine, book, facts),
    blocking: blockingOf(question, book),
    title: titleOf(heads, lead),
    amountMinor: lead?.totalMinor ?? null,
    currency: lead?.currency ?? null,
    systemMask: heads.reduce((mask, head) => mask | head.systemMask, 0),
    members: ids,
  };
}

/** The client, whoever of them names it: a marketplace keeps it to itself, and a number says less. */
function titleOf(heads: readonly QuestionHead[], lead: QuestionHead | undefined): string {
  const named = [...heads.filter(({ isSale }) => isSale === 1), ...heads].find(({ client }) => client !== '');
  return named?.client ?? lead?.number ?? '';
}

function reasonFor(
  { pairs: [pair] }: Question,
  engine: Engine,
  { columns, result }: FoundBook,
  { placedMs }: QuestionFacts,
): string {
  if (pair === undefined) return 'Named by a person';
  const { pairs, outcomes } = result;
  const placed = (row: number): number | undefined => placedMs.get(columns.recordId[row] as number);
  const [left, right] = [placed(pairs.left[pair] as number), placed(pairs.right[pair] as number)];
  return reasonOf(pairs.pattern[pair] as number, outcomes.cause[pair] ?? null, engine, {
    secondsApart: left === undefined || right === undefined ? null : Math.round(Math.abs(left - right) / 1000),
  });
}

/** Hard rules in the way, each once, in the order in which they are listed. */
function blockingOf({ members, pairs }: Question, { columns, result }: FoundBook): Cause[] {
  const causes = new Set(pairs.map((pair) => result.outcomes.cause[pair]));
  const slots = new Set(members.map((row) => columns.slot[row]));
  if (slots.size < members.length) causes.add('same_source');
  const currencies = new Set(members.map((row) => columns.currency[row]).filter((currency) => currency !== 0));
  if (currencies.size > 1) causes.add('currency');
  return BLOCKING_CAUSES.filter((cause) => causes.has(cause));
}
