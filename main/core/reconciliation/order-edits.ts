/** Edits of accepted orders, as the versions of their records tell them. */
import { orderVersions, type VersionFacts } from '../survivorship/fold-versions.ts';
import type { OrderEdit } from './inputs.ts';

/**
 * What an order asked for before each change of its total, oldest first. Versions in another currency than the newest say nothing about
 * it, a version that states no total changes nothing, and what a person entered is no edit of the source's.
 */
export function editsOfVersions(versions: readonly VersionFacts[]): OrderEdit[] {
  const ordered = orderVersions(versions.filter(({ entered }) => !entered));
  const currency = ordered.findLast(({ facts }) => facts.currency != null)?.facts.currency ?? null;
  const stated = ordered.filter(({ facts }) => facts.total != null && (facts.currency == null || facts.currency === currency));
  const edits: OrderEdit[] = [];
  for (const [i, { versionMs, facts }] of stated.entries()) {
    const before = stated[i - 1]?.facts;
    if (before?.total == null || before.total === facts.total || versionMs === null) continue;
    edits.push({
      minute: Math.floor(versionMs / 60_000),
      total: before.total,
      ...(before.shipping == null ? {} : { shipping: before.shipping }),
      ...(before.tax == null ? {} : { tax: before.tax }),
    });
  }
  return edits;
}
