/** The side-by-side screen of one question: members, rows, evidence, lanes, history. */
import { probabilityOf } from '#core/matching/orders/model.ts';
import { CAUSE_LABELS } from '#core/matching/orders/outcome.ts';
import type { BuiltOrder } from '#core/survivorship/build-orders.ts';
import { canonicalFields } from '#core/survivorship/canonical.ts';
import { gridRows } from '#core/survivorship/grid.ts';
import { byAuthority, isSale, type Member } from '#core/survivorship/member.ts';
import { captionOf, laneEvents, partOf } from '#core/survivorship/presence.ts';
import { systemName } from '#core/survivorship/rules.ts';
import { showInstant } from '#core/survivorship/show.ts';
import type { Zone } from '#core/survivorship/zone.ts';
import type { Comparison, PairEvidence, ReviewFilter, ReviewTab } from '#shared/contract/review.ts';
import { canonicalIdOf } from '#shared/domain/ids.ts';
import { keyText } from '#shared/domain/source-record.ts';
import { SYSTEM_LABELS, SYSTEMS } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { readFileNames, readLinksTo, readPairsAmong } from '#store/queries/linked.ts';
import { readLatestRun } from '#store/queries/question-lists.ts';
import { type Question, readQuestion } from '#store/queries/questions.ts';
import { ProblemError, type ReaderContext } from '../context.ts';
import { type ComponentState, expandComponents, ordersOf, readComponent } from '../derive/component.ts';
import { badgeOf, bookZone, type FoldedRecordRow, memberOf, readFolded } from '../records.ts';
import { evidenceOf, linksFirst } from './evidence.ts';
import { historyOf } from './history.ts';
import { planMerge } from './plan.ts';
import { itemsOf, positionOf } from './queue.ts';
import { comparedToken } from './token.ts';

/** Null when the question is gone. A settled question is shown as it stands. */
export function compare(
  context: ReaderContext,
  input: { readonly proposalId: string; readonly tab: ReviewTab; readonly filter: ReviewFilter },
): Comparison | null {
  const { db, ports } = context;
  const question = readQuestion(db, input.proposalId);
  const [item] = question === null ? [] : itemsOf(db, [question]);
  if (question === null || item === undefined) return null;
  const state = readComponent(db, expandComponents(db, question.members));
  const asked = new Set(question.members);
  const orders = ordersOf(db, state).filter(({ members }) => members.some(({ recordId }) => asked.has(recordId)));
  const members = orders.flatMap((order) => order.members).sort(byAuthority);
  if (members.length < 2) return null;
  const zone = bookZone(db);
  const recordIds = members.map(({ recordId }) => recordId);
  const orderOf = new Map(orders.flatMap((order, index) => order.members.map(({ recordId }) => [recordId, index] as const)));
  const { pairs, links } = linksFirst(readPairsAmong(db, recordIds), (recordId) => orderOf.get(recordId) ?? -1);
  const run = readLatestRun(db);
  const evidence = evidenceOf(db, pairs, run?.model_version ?? null, ports.sha256);
  const { fields, blocking } = mergedFields(context, question, orders, members, zone);
  return {
    item,
    token: comparedToken(orders, state.records, ports.sha256),
    position: positionOf(context, question, input.tab, input.filter),
    summary: summaryOf(members, orders),
    suggestedBy: suggestedBy(question, evidence, run?.model_version ?? null),
    blocking,
    members: columnsOf(db, state, orders, members, zone, ports.sha256),
    rows: gridRows(
      members.map((member) => ({ ...member, cleared: recordOf(state, member.recordId)?.folded.cleared ?? [] })),
      fields,
      zone,
    ),
    evidence,
    probability: probabilityOf(question.scoreMillibits),
    probabilityLabel: probabilityWords(probabilityOf(question.scoreMillibits)),
    weakest: weakestOf(evidence.slice(0, links), members),
    lanes: lanesOf(db, members),
    history: historyOf(
      db,
      members.map(({ key }) => keyText(key)),
    ),
  };
}

/** The merged order's fields with the default choices, and what stands in the way of merging. */
function mergedFields(
  context: ReaderContext,
  question: Question,
  orders: readonly BuiltOrder[],
  members: readonly Member[],
  zone: Zone,
): Pick<BuiltOrder, 'fields'> & Pick<Comparison, 'blocking'> {
  const [only] = orders;
  if (orders.length === 1 && only !== undefined) return { fields: only.fields, blocking: [] };
  try {
    const { after } = planMerge(context.db, context.ports, {
      memberIds: question.members,
      picks: [],
      overrides: [],
      question,
      bulk: false,
      actor: 'person:you',
      atMs: 0,
      why: null,
    });
    return { fields: after.fields, blocking: [] };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { fields: canonicalFields(members, {}, zone), blocking: [{ code: error.problem.code, label: error.problem.what }] };
  }
}

function recordOf(state: ComponentState, recordId: number): FoldedRecordRow | undefined {
  return state.records.find((record) => record.recordId === recordId);
}

function columnsOf(
  db: ReadableDb,
  state: ComponentState,
  orders: readonly BuiltOrder[],
  members: readonly Member[],
  zone: Zone,
  sha256: Parameters<typeof canonicalIdOf>[1],
): Comparison['members'] {
  const files = readFileNames(
    db,
    members.map(({ recordId }) => recordId),
  );
  return members.map((member) => {
    const order = orders.find((candidate) => candidate.members.some(({ recordId }) => recordId === member.recordId));
    const placed = member.facts.placedAt ?? member.facts.startsAt ?? member.facts.createdAt ?? null;
    const words = [placed === null ? null : showInstant(placed, zone), files.get(member.recordId) ?? null];
    return {
      ...badgeOf(member.recordId, member.key),
      caption: captionOf(member.key),
      detail: words.filter((word) => word !== null).join(' · '),
      observedAt: recordOf(state, member.recordId)?.folded.versionMs ?? null,
      part: partOf(member, members),
      orderId: canonicalIdOf((order?.head ?? member).key, sha256),
    };
  });
}

/** "4 records of one sale. HubSpot owns the terms." */
function summaryOf(members: readonly Member[], orders: readonly BuiltOrder[]): string {
  const owner = members.find(isSale);
  const owns = owner === undefined ? 'None of them is a sale.' : `${systemName(owner)} owns the terms.`;
  if (orders.length === 1) return `${members.length} records, merged into one order. ${owns}`;
  return `${members.length} records, ${orders.length} orders: one sale? ${owns}`;
}

function suggestedBy(question: Question, evidence: readonly PairEvidence[], modelVersion: string | null): string {
  const rules = [...new Set(evidence.map(({ rule }) => rule))];
  const held = question.blocking.map((cause) => (CAUSE_LABELS as Readonly<Record<string, string>>)[cause] ?? cause);
  const by = rules.length === 0 ? 'Suggested' : `Suggested by ${rules.join(', ')}`;
  const words = modelVersion === null ? by : `${by} (${modelVersion})`;
  return held.length === 0 ? words : `${words}. ${held.join('. ')}`;
}

/** The number beside it says how sure; the word says what to make of it. */
function probabilityWords(probability: number): string {
  if (probability >= 0.999) return 'Almost certain';
  if (probability >= 0.95) return 'Very likely';
  if (probability >= 0.7) return 'Likely';
  return 'Possible';
}

/** "Weakest link: Campaign 5520913 ↔ Deal 8841207, 91.0 %." `links`: of the best tree, the weakest first. */
function weakestOf(links: readonly PairEvidence[], members: readonly Member[]): string {
  const [weakest, ...others] = links;
  if (weakest === undefined) return '';
  const name = (recordId: number) => {
    const member = members.find((candidate) => candidate.recordId === recordId);
    return member === undefined ? '' : captionOf(member.key);
  };
  const link = `Weakest link: ${name(weakest.leftRecordId)} ↔ ${name(weakest.rightRecordId)}, ${percent(weakest.probability)}.`;
  const [next] = others;
  return next === undefined ? link : `${link} Others ${percent(next.probability)} or more.`;
}

/** Never rounds up to certainty. */
function percent(probability: number): string {
  return `${(Math.floor(probability * 1000) / 10).toFixed(1)}%`;
}

/** Events of the members and of what is linked to them, by system in the shipped order. */
export function lanesOf(db: ReadableDb, members: readonly Member[]): Comparison['lanes'] {
  const linkedIds = readLinksTo(
    db,
    members.map(({ recordId }) => recordId),
  ).map(({ fromId }) => fromId);
  const all = [...members, ...readFolded(db, [...new Set(linkedIds)]).map(memberOf)];
  const lanes = Map.groupBy(all, ({ key }) => key.system);
  return SYSTEMS.flatMap((system) => {
    const events = (lanes.get(system) ?? []).flatMap(laneEvents).sort((a, b) => a.at - b.at);
    return events.length === 0 ? [] : [{ system, events }];
  }).sort(
    (a, b) =>
      (a.events[0]?.at ?? 0) - (b.events[0]?.at ?? 0) || (SYSTEM_LABELS[a.system].name < SYSTEM_LABELS[b.system].name ? -1 : 1),
  );
}
