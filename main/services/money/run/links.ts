/** Links in the order in which they are stored, and in the order of their keys; their root. */

import { MerkleTree, type Sha256Bytes } from '#core/changes/merkle.ts';
import { LINKS_PER_LEAF, moneyLinkLine } from '#core/changes/money-commitments.ts';
import { sortByKey } from '#core/matching/radix.ts';
import { hash64 } from '#core/matching/refs.ts';
import { LINK_KINDS, type LinkColumns } from '#core/reconciliation/outputs.ts';
import type { LinkTuple } from '#store/queries/money-links.ts';
import type { Ends } from './ends.ts';

/** Links as they are stored, in the order of the table's key. */
export function* foundLinks(links: LinkColumns, ends: Ends, currencies: readonly string[]): Generator<LinkTuple, undefined> {
  const groups = groupIds(links, ends);
  for (const link of storedOrder(links, ends)) {
    const kind = links.kind[link] as number;
    yield [
      ends.from(kind, links.from[link] as number),
      kind,
      ends.to(kind, links.to[link] as number),
      links.linked[link] as number,
      links.permille[link] as number,
      links.rule[link] as number,
      links.amount[link] as number,
      currencies[links.currency[link] as number] ?? '',
      groups.get(links.group[link] as number) ?? 0,
    ];
  }
  return undefined;
}

/** Links in the order in which they are stored. Two answers about the same two records are one link; the first, the surer, stands. */
function storedOrder(links: LinkColumns, ends: Ends): Uint32Array {
  const { size } = links;
  const from = new Uint32Array(size);
  const to = new Uint32Array(size);
  const kind = new Uint32Array(size);
  for (let link = 0; link < size; link++) {
    const code = links.kind[link] as number;
    kind[link] = code;
    from[link] = ends.from(code, links.from[link] as number);
    to[link] = ends.to(code, links.to[link] as number);
  }
  const order = identity(size);
  const scratch = new Uint32Array(size);
  for (const keys of [to, kind, from]) sortByKey(order, keys, scratch);
  let last = -1;
  let kept = 0;
  for (const link of order) {
    if (last !== -1 && from[last] === from[link] && kind[last] === kind[link] && to[last] === to[link]) continue;
    last = link;
    order[kept++] = link;
  }
  return order.subarray(0, kept);
}

export function sameLink(a: LinkTuple, b: LinkTuple): boolean {
  for (let at = 3; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

export function compareLinks(a: LinkTuple, b: LinkTuple): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** A number for each group that is the same in every book: a hash over its least link. 48 bits. */
function groupIds(links: LinkColumns, ends: Ends): ReadonlyMap<number, number> {
  const names = new Map<number, string>();
  for (let link = 0; link < links.size; link++) {
    const group = links.group[link] as number;
    if (group === 0) continue;
    const kind = links.kind[link] as number;
    const name = `${LINK_KINDS[kind]} ${ends.fromKey(kind, links.from[link] as number)} ${ends.toKey(kind, links.to[link] as number)}`;
    const known = names.get(group);
    if (known === undefined || name < known) names.set(group, name);
  }
  const ids = new Map<number, number>();
  for (const [group, name] of names) {
    const [high, low] = hash64(name);
    ids.set(group, (high & 0xffff) * 2 ** 32 + low || 1);
  }
  return ids;
}

export interface RootTools {
  readonly sha256: (text: string) => Uint8Array;
  readonly sha256Bytes: Sha256Bytes;
  /** Called now and then; it may throw to stop. */
  readonly pause: () => void;
}

/** SHA-256 of the line of each link that is stored, 32 bytes each (`moneyLinkLine`). */
export function linkHashes(
  links: LinkColumns,
  ends: Ends,
  currencies: readonly string[],
  { sha256, pause }: Pick<RootTools, 'sha256' | 'pause'>,
): Uint8Array {
  const order = storedOrder(links, ends);
  const hashes = new Uint8Array(order.length * 32);
  for (const [at, link] of order.entries()) {
    hashes.set(sha256(lineOf(links, ends, currencies, link)), at * 32);
    if (at % LINKS_PER_LEAF === 0) pause();
  }
  return hashes;
}

/** The root as runs before `LINKS_TREE` wrote it: over stretches of lines, in the order of kind, then of their keys. */
export function stretchedRoot(links: LinkColumns, ends: Ends, currencies: readonly string[], tools: RootTools): Uint8Array {
  const order = identity(links.size);
  const scratch = new Uint32Array(links.size);
  // Rows, orders and payouts lie in the order of their keys.
  for (const keys of [links.to, links.from, Uint32Array.from(links.kind)]) sortByKey(order, keys, scratch);
  const tree = new MerkleTree(tools.sha256Bytes);
  for (let from = 0; from < order.length; from += LINKS_PER_LEAF) {
    let leaf = '';
    for (const link of order.subarray(from, from + LINKS_PER_LEAF)) leaf += lineOf(links, ends, currencies, link);
    tree.push(tools.sha256(leaf));
    tools.pause();
  }
  return tree.root();
}

function lineOf(links: LinkColumns, ends: Ends, currencies: readonly string[], link: number): string {
  const kind = links.kind[link] as number;
  return moneyLinkLine({
    kind: LINK_KINDS[kind] ?? '',
    from: ends.fromKey(kind, links.from[link] as number),
    to: ends.toKey(kind, links.to[link] as number),
    linked: links.linked[link] === 1,
    permille: links.permille[link] as number,
    amountMinor: links.amount[link] as number,
    currency: currencies[links.currency[link] as number] ?? '',
  });
}

function identity(size: number): Uint32Array {
  const order = new Uint32Array(size);
  for (let at = 0; at < size; at++) order[at] = at;
  return order;
}
