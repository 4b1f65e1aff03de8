/**
 * Which member wins a field, and why, in words. The order of the rules: the system of record of the sale, the only one that has a
 * value, the newest, the most frequent, the lowest rank. A blank never beats a value, and context never owns commercial terms.
 */
import { type FactValue, type FieldName, fieldSpec } from '#shared/domain/fields.ts';
import type { FieldChoice, SurvivorshipRule } from '#shared/domain/survivorship.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';
import { sameValue } from './comparable.ts';
import { isContext, isSale, type Member } from './member.ts';
import type { Zone } from './zone.ts';

/**
 * What a sale *is* and what was paid for it belong to its system of record; how far its delivery has come is told best by whoever wrote
 * last.
 */
const OWNED_GROUPS: ReadonlySet<string> = new Set(['identity', 'terms', 'items', 'money']);
/** Each system has status words of its own: "Billed" in the ERP is not news about "paid" in the shop. */
const OWNED_FIELDS: ReadonlySet<FieldName> = new Set(['status']);
const NO_CONTEXT_GROUPS: ReadonlySet<string> = new Set(['terms', 'money']);

interface Candidate {
  readonly member: Member;
  readonly value: FactValue;
}

/** Members that may give a value for the field, strongest first. `members` come ordered by authority. */
export function candidatesFor(field: FieldName, members: readonly Member[]): Candidate[] {
  const group = fieldSpec(field).group;
  const found: Candidate[] = [];
  const onlyContext = members.every(isContext);
  for (const member of members) {
    const value = member.facts[field];
    if (value === null || value === undefined) continue;
    if (NO_CONTEXT_GROUPS.has(group) && isContext(member) && !onlyContext) continue;
    found.push({ member, value });
  }
  return found;
}

/** The default choice. Null when no member may give a value. `members` come ordered by authority. */
export function chooseByRule(field: FieldName, members: readonly Member[], zone: Zone): FieldChoice | null {
  const candidates = candidatesFor(field, members);
  const [first] = candidates;
  if (first === undefined) return null;
  const { winner, rule, why } = decide(field, candidates, members, zone);
  return {
    value: winner.value,
    recordId: winner.member.recordId,
    rule,
    why,
    disagree: disagreeing(field, winner.value, members, zone),
  };
}

/** Every member (context too) whose value differs from `value` after normalising. */
export function disagreeing(field: FieldName, value: FactValue | null, members: readonly Member[], zone: Zone): number[] {
  return members
    .filter((member) => {
      const own = member.facts[field];
      return own !== null && own !== undefined && (value === null || !sameValue(field, own, value, zone));
    })
    .map((member) => member.recordId);
}

interface Verdict {
  readonly winner: Candidate;
  readonly rule: SurvivorshipRule;
  readonly why: string;
}

function decide(field: FieldName, candidates: readonly Candidate[], members: readonly Member[], zone: Zone): Verdict {
  const first = candidates[0] as Candidate;
  if (candidates.length === 1) {
    const why = members.length === 1 ? 'the only record' : `only ${systemName(first.member)} has it`;
    return { winner: first, rule: 'complete', why };
  }
  const owner = members.find(isSale);
  const owned = OWNED_GROUPS.has(fieldSpec(field).group) || OWNED_FIELDS.has(field);
  if (owned && owner !== undefined && first.member === owner) {
    return { winner: first, rule: 'owner', why: `${systemName(owner)} owns the ${ownedWord(field)}` };
  }
  const groups = groupByValue(field, candidates, zone);
  const [largest] = groups.toSorted((a, b) => b.length - a.length);
  if (groups.length === 1) return { winner: first, rule: 'most_frequent', why: `all ${candidates.length} agree` };
  const newest = uniqueNewest(field, candidates, zone);
  if (newest !== null) return { winner: newest, rule: 'newest', why: `newest, from ${systemName(newest.member)}` };
  if (largest !== undefined && groups.every((group) => group === largest || group.length < largest.length)) {
    const winner = largest[0] as Candidate;
    return { winner, rule: 'most_frequent', why: `${largest.length} of ${candidates.length} agree` };
  }
  return { winner: first, rule: 'lowest_rank', why: `${systemName(first.member)} ranks first` };
}

/** Candidates that say the same, in order of authority. */
function groupByValue(field: FieldName, candidates: readonly Candidate[], zone: Zone): Candidate[][] {
  const groups: Candidate[][] = [];
  for (const candidate of candidates) {
    const group = groups.find(([head]) => head !== undefined && sameValue(field, head.value, candidate.value, zone));
    if (group === undefined) groups.push([candidate]);
    else group.push(candidate);
  }
  return groups;
}

/** The candidate of the latest version, unless another of that very moment says something else. */
function uniqueNewest(field: FieldName, candidates: readonly Candidate[], zone: Zone): Candidate | null {
  const latest = Math.max(...candidates.map(({ member }) => member.versionMs ?? Number.NEGATIVE_INFINITY));
  if (!Number.isFinite(latest)) return null;
  const [winner, ...rest] = candidates.filter(({ member }) => member.versionMs === latest);
  if (winner === undefined || rest.some((other) => !sameValue(field, other.value, winner.value, zone))) return null;
  return winner;
}

function ownedWord(field: FieldName): string {
  const group = fieldSpec(field).group;
  return group === 'terms' ? 'terms' : group === 'items' ? 'items' : 'sale';
}

export function systemName(member: Member): string {
  return SYSTEM_LABELS[member.key.system].name;
}
