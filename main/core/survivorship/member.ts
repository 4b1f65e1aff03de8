/** A member of a cluster as survivorship sees it, and its standing among the others. */
import type { Facts } from '#shared/domain/fields.ts';
import { compareKeys, type RecordKey } from '#shared/domain/source-record.ts';
import { type Role, roleOf, SYSTEM_RANK } from '#shared/domain/systems.ts';

export interface Member {
  readonly recordId: number;
  readonly key: RecordKey;
  readonly facts: Facts;
  /** Time of the newest version, UTC ms. */
  readonly versionMs: number | null;
  /** When its first version says it was made, UTC ms. */
  readonly createdMs: number | null;
}

const ROLE_RANK: Record<Role, number> = { order: 0, booking: 1, money: 2, context: 3 };

/**
 * Strongest first: sales before the context around them, then the shipped order of systems, then the earlier record, then the
 * key. The first member with role *order* is the system of record of the sale.
 */
export function byAuthority(a: Member, b: Member): number {
  return (
    ROLE_RANK[roleOf(a.key.type)] - ROLE_RANK[roleOf(b.key.type)] ||
    SYSTEM_RANK.indexOf(a.key.system) - SYSTEM_RANK.indexOf(b.key.system) ||
    byCreation(a, b)
  );
}

/** Which member's id an order shows: smallest by (source created-at of the first version, key bytes); unknown times last. */
export function byCreation(a: Member, b: Member): number {
  if (a.createdMs !== b.createdMs) return (a.createdMs ?? Number.MAX_SAFE_INTEGER) - (b.createdMs ?? Number.MAX_SAFE_INTEGER);
  return compareKeys(a.key, b.key);
}

export function isContext(member: Member): boolean {
  return roleOf(member.key.type) === 'context';
}

export function isSale(member: Member): boolean {
  return roleOf(member.key.type) === 'order';
}
