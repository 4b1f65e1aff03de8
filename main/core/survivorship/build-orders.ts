/**
 * From the records of one component to its canonical orders: a function of what sources said, what people decided and which pairs
 * the machine joins. Preview, derivation and rebuild all call it, so what is shown is what will be.
 */
import { constraintsOf } from '#core/changes/constraints.ts';
import { type ClusterConflict, clusterRecords } from '#core/clustering/cluster.ts';
import { actorLabel, type Decision, type FieldPick } from '#shared/domain/decision.ts';
import type { Facts, FieldName } from '#shared/domain/fields.ts';
import { compareKeys, keyText } from '#shared/domain/source-record.ts';
import { SYSTEMS } from '#shared/domain/systems.ts';
import { type CanonicalFields, canonicalFields, type Picks, type ResolvedPick } from './canonical.ts';
import { byAuthority, byCreation, isSale, type Member } from './member.ts';
import { type OrderSummary, summaryOf } from './order-row.ts';
import { totalsDiffer } from './standing.ts';
import type { Zone } from './zone.ts';

export interface JoinedPair {
  readonly leftId: number;
  readonly rightId: number;
  readonly scoreMillibits: number;
}

export interface Component {
  /** Live records only: decisions about others sleep. */
  readonly members: readonly Member[];
  /** Fields on which versions of one moment disagree, by record. */
  readonly tied: ReadonlyMap<number, readonly FieldName[]>;
  /** Every decision that names a member, standing or taken back, oldest first. */
  readonly decisions: readonly Decision[];
  readonly pairs: readonly JoinedPair[];
}

export interface BuiltOrder {
  /** The member whose canonical id is shown. */
  readonly head: Member;
  /** Strongest first. */
  readonly members: readonly Member[];
  readonly fields: CanonicalFields;
  /** The chosen values alone. */
  readonly facts: Facts;
  readonly summary: OrderSummary;
  readonly isSale: boolean;
  /** Bit i: SYSTEMS[i] has a member. */
  readonly systemMask: number;
  readonly joinedBy: 'single' | 'rule' | 'person';
  readonly confidenceMillibits: number | null;
  /** Why it needs a look, in words. */
  readonly conflict: string | null;
  /** True when a person chose or entered a field: a single record then is more than its own facts. */
  readonly hasPicks: boolean;
}

export function buildOrders(component: Component, zone: Zone): BuiltOrder[] {
  const byKey = [...component.members].sort((a, b) => compareKeys(a.key, b.key));
  const idByKey = new Map(byKey.map(({ key, recordId }) => [keyText(key), recordId]));
  const { together, apart, parted } = constraintsOf(component.decisions, (key) => idByKey.get(key));
  const { clusters, conflicts } = clusterRecords({
    records: byKey.map((member, rank) => ({
      id: member.recordId,
      rank,
      systemTypeKey: JSON.stringify([member.key.system, member.key.account, member.key.type]),
      currency: member.facts.currency ?? null,
    })),
    together,
    apart,
    parted,
    edges: component.pairs.map((pair) => ({
      left: pair.leftId,
      right: pair.rightId,
      millibits: pair.scoreMillibits,
      state: 'joined',
    })),
  });
  const memberById = new Map(byKey.map((member) => [member.recordId, member]));
  return clusters.map((cluster) => {
    const members = cluster.members.flatMap((id) => memberById.get(id) ?? []).sort(byAuthority);
    const inside = new Set(cluster.members);
    return buildOrder(members, {
      component,
      idByKey,
      confidenceMillibits: cluster.confidenceMillibits,
      byPerson: cluster.byPerson,
      clash: conflicts.find(({ by, left, right }) => by === 'person' && (inside.has(left) || inside.has(right))),
      zone,
    });
  });
}

interface Surroundings {
  readonly component: Component;
  readonly idByKey: ReadonlyMap<string, number>;
  readonly confidenceMillibits: number | null;
  readonly byPerson: boolean;
  readonly clash: ClusterConflict | undefined;
  readonly zone: Zone;
}

function buildOrder(members: readonly Member[], around: Surroundings): BuiltOrder {
  const { component, zone } = around;
  const picks = picksFor(members, component.decisions, around.idByKey);
  const fields = canonicalFields(members, picks, zone);
  const facts = chosenFacts(fields);
  const head = headOf(members, component.decisions, around.idByKey);
  const terms = fields.total?.recordId ?? null;
  return {
    head,
    members,
    fields,
    facts,
    summary: { ...summaryOf(facts, head.key, terms === head.recordId ? null : terms), number: numberOf(members, fields) },
    isSale: members.some(isSale),
    systemMask: members.reduce((mask, { key }) => mask | (1 << SYSTEMS.indexOf(key.system)), 0),
    joinedBy: members.length === 1 ? 'single' : around.byPerson ? 'person' : 'rule',
    confidenceMillibits: around.confidenceMillibits,
    conflict: conflictOf(members, component.tied, around.clash),
    hasPicks: Object.keys(picks).length > 0,
  };
}

/** What the order is called: as its strongest member calls it, not by a copy's temporary number, unless a person chose. */
function numberOf([owner]: readonly Member[], fields: CanonicalFields): string {
  const { orderNumber, reference, title } = fields;
  const words = [
    orderNumber?.rule === 'picked' ? orderNumber.value : null,
    owner?.facts.orderNumber,
    owner?.facts.reference,
    orderNumber?.value,
    reference?.value,
    title?.value,
  ];
  const name = words.find((word) => typeof word === 'string');
  return typeof name === 'string' ? name : (owner?.key.nativeId ?? '');
}

/** The earliest member, unless ids that left the book were pinned: then the earliest of those. */
function headOf(members: readonly Member[], decisions: readonly Decision[], idByKey: ReadonlyMap<string, number>): Member {
  const pinned = new Set<number>();
  for (const { body, withdrawnBy } of decisions) {
    if (body.kind !== 'pin' || withdrawnBy !== null) continue;
    const id = idByKey.get(keyText(body.member));
    if (id !== undefined) pinned.add(id);
  }
  const held = members.filter(({ recordId }) => pinned.has(recordId));
  return (held.length > 0 ? held : [...members]).sort(byCreation)[0] as Member;
}

/**
 * The choices that stand for these members; of two for one field the later. A pick of a merge counts while two of its members are
 * still together; an entered value stays with the record it was entered on.
 */
function picksFor(members: readonly Member[], decisions: readonly Decision[], idByKey: ReadonlyMap<string, number>): Picks {
  const inside = new Set(members.map(({ recordId }) => recordId));
  const idOf = (key: Parameters<typeof keyText>[0]) => idByKey.get(keyText(key));
  const isInside = (key: Parameters<typeof keyText>[0]) => inside.has(idOf(key) ?? -1);
  const picks: { [F in FieldName]?: ResolvedPick } = {};
  for (const decision of [...decisions].sort((a, b) => a.id - b.id)) {
    const { body } = decision;
    if (decision.withdrawnBy !== null) continue;
    if (body.kind === 'together' && body.members.filter(isInside).length > 1) {
      for (const [field, pick] of Object.entries(body.picks)) set(picks, field as FieldName, resolve(pick, decision, null, idOf));
    } else if (body.kind === 'pick' && isInside(body.member)) {
      const reason = body.override ? (decision.reasonText ?? '') : null;
      set(picks, body.field, resolve(body.pick, decision, reason, idOf));
    }
  }
  return picks;
}

function set(picks: { [F in FieldName]?: ResolvedPick }, field: FieldName, pick: ResolvedPick | null): void {
  if (pick !== null) picks[field] = pick;
}

function resolve(
  pick: FieldPick,
  decision: Decision,
  reason: string | null,
  idOf: (key: Parameters<typeof keyText>[0]) => number | undefined,
): ResolvedPick | null {
  const by = actorLabel(decision.actor);
  if (pick.from === 'person') return { from: 'person', value: pick.value, by, reason };
  if (pick.from === 'both') return { from: 'both', recordIds: pick.keys.flatMap((key) => idOf(key) ?? []), by };
  const recordId = idOf(pick.key);
  return recordId === undefined ? null : { from: 'record', recordId, by, reason };
}

function chosenFacts(fields: CanonicalFields): Facts {
  return Object.fromEntries(Object.entries(fields).map(([field, choice]) => [field, choice.value])) as Facts;
}

function conflictOf(
  members: readonly Member[],
  tied: ReadonlyMap<number, readonly FieldName[]>,
  clash: ClusterConflict | undefined,
): string | null {
  if (clash?.code === 'currency') return 'Joined by a person, but currencies differ';
  if (clash !== undefined) return 'One decision joins it, another keeps it apart';
  if (totalsDiffer(members.filter(isSale))) return 'Totals differ';
  if (members.some(({ recordId }) => (tied.get(recordId) ?? []).length > 0)) return 'Two versions of one moment differ';
  return null;
}
