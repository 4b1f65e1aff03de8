import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ClusterEdge, type ClusterInput, type ClusterRecord, clusterRecords } from './cluster.ts';

/** Record 1, 2, 3 … ; `shop`, `erp`, `crm` are the slots, all dollars unless said. */
function record(id: number, slot: string, currency: string | null = 'USD'): ClusterRecord {
  return { id, rank: id * 10, systemTypeKey: slot, currency };
}

const edge = (left: number, right: number, millibits: number): ClusterEdge => ({ left, right, millibits, state: 'joined' });

function cluster(input: Partial<ClusterInput> & Pick<ClusterInput, 'records'>) {
  const out = clusterRecords({ together: [], apart: [], edges: [], ...input });
  return {
    clusters: out.clusters.map((one) => one.members),
    confidence: out.clusters.map((one) => one.confidenceMillibits),
    byPerson: out.clusters.map((one) => one.byPerson),
    conflicts: out.conflicts,
  };
}

describe('constrained clustering', () => {
  test('joins by edges; the confidence is the weakest link of the best spanning tree', () => {
    const out = cluster({
      records: [record(1, 'shop'), record(2, 'erp'), record(3, 'crm'), record(4, 'shop')],
      edges: [edge(1, 2, 20_000), edge(2, 3, 12_000), edge(1, 3, 5_000)],
    });
    expect(out.clusters).toEqual([[1, 2, 3], [4]]);
    expect(out.confidence).toEqual([12_000, null]);
    expect(out.conflicts).toEqual([]);
  });

  test('two ids of one system and type are never joined by the machine, not even through a third record', () => {
    const out = cluster({
      records: [record(1, 'shop'), record(2, 'erp'), record(3, 'shop')],
      edges: [edge(1, 2, 20_000), edge(2, 3, 19_000), edge(1, 3, 30_000)],
    });
    expect(out.clusters).toEqual([[1, 2], [3]]);
    expect(out.conflicts).toEqual([
      { left: 1, right: 3, code: 'same_source', by: 'machine' },
      { left: 2, right: 3, code: 'same_source', by: 'machine' },
    ]);
  });

  test('a person may join two ids of one system; the machine may then add to both', () => {
    const out = cluster({
      records: [record(1, 'shop'), record(2, 'shop'), record(3, 'erp')],
      together: [[2, 1]],
      edges: [edge(2, 3, 11_000)],
    });
    expect(out.clusters).toEqual([[1, 2, 3]]);
    expect(out.confidence).toEqual([11_000]);
    expect(out.byPerson).toEqual([true]);
  });

  test('nobody joins two currencies, also not through a record that names none', () => {
    const records = [record(1, 'shop', 'USD'), record(2, 'erp', null), record(3, 'crm', 'EUR')];
    const out = cluster({ records, together: [[1, 2, 3]] });
    expect(out.clusters).toEqual([[1, 2], [3]]);
    expect(out.conflicts.map(({ code, by }) => [code, by])).toEqual([
      ['currency', 'person'],
      ['currency', 'person'],
    ]);
  });

  test('apart blocks joining through a third record, for the machine and for another decision', () => {
    const records = [record(1, 'shop'), record(2, 'erp'), record(3, 'crm')];
    const machine = cluster({ records, apart: [[[1], [3]]], edges: [edge(1, 2, 15_000), edge(2, 3, 14_000)] });
    expect(machine.clusters).toEqual([[1, 2], [3]]);
    expect(machine.conflicts).toEqual([{ left: 2, right: 3, code: 'apart', by: 'machine' }]);
    const person = cluster({
      records,
      apart: [[[1], [3]]],
      together: [
        [1, 2],
        [2, 3],
      ],
    });
    expect(person.clusters).toEqual([[1, 2], [3]]);
    expect(person.conflicts).toEqual([{ left: 2, right: 3, code: 'apart', by: 'person' }]);
  });

  test('apart holds between its two sides only', () => {
    const records = [record(1, 'shop'), record(2, 'erp'), record(3, 'crm'), record(4, 'ads')];
    const edges = [edge(1, 2, 9_000), edge(3, 4, 9_000), edge(2, 3, 9_000)];
    expect(
      cluster({
        records,
        apart: [
          [
            [1, 2],
            [3, 4],
          ],
        ],
        edges,
      }).clusters,
    ).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test('what a person took back is not joined again by the machine, but may be joined again by a person', () => {
    const records = [record(1, 'shop'), record(2, 'erp'), record(3, 'crm')];
    const edges = [edge(1, 2, 25_000), edge(1, 3, 24_000), edge(2, 3, 23_000)];
    expect(cluster({ records, parted: [[1, 2]], edges }).clusters).toEqual([[1, 3], [2]]);
    expect(cluster({ records, parted: [[1, 2]], together: [[1, 2]], edges }).clusters).toEqual([[1, 2, 3]]);
  });

  test('proposed edges and records that are not live take no part', () => {
    const records = [record(1, 'shop'), record(2, 'erp')];
    const edges: ClusterEdge[] = [{ left: 1, right: 2, millibits: 30_000, state: 'proposed' }, edge(2, 99, 30_000)];
    expect(cluster({ records, edges, together: [[1, 99]], apart: [[[1], [99]]] }).clusters).toEqual([[1], [2]]);
  });

  test('the order in which records, decisions and edges are given never matters, and every cluster keeps the rules', () => {
    const input = fc.integer({ min: 2, max: 9 }).chain((size) => {
      const id = fc.integer({ min: 1, max: size });
      const ids = fc.uniqueArray(id, { minLength: 2, maxLength: 3 });
      return fc.record({
        records: fc.tuple(
          ...Array.from({ length: size }, (_, i) =>
            fc
              .tuple(fc.constantFrom('shop', 'erp', 'crm'), fc.constantFrom('USD', 'EUR', null))
              .map(([s, c]) => record(i + 1, s, c)),
          ),
        ),
        together: fc.array(ids, { maxLength: 2 }),
        apart: fc.array(
          ids.map((members) => [members.slice(0, 1), members.slice(1)] as const),
          { maxLength: 2 },
        ),
        parted: fc.array(
          ids.map(([a = 1, b = 2]) => [a, b] as const),
          { maxLength: 1 },
        ),
        edges: fc.array(
          fc.tuple(ids, fc.constantFrom(8_000, 12_000, 20_000)).map(([[a = 1, b = 2], bits]) => edge(a, b, bits)),
          { maxLength: 12 },
        ),
      });
    });
    fc.assert(
      fc.property(input, fc.integer(), ({ records, together, apart, parted, edges }, turn) => {
        const out = clusterRecords({ records, together, apart, parted, edges });
        const other = clusterRecords({
          records: rotate(records, turn),
          together: rotate(together, turn).map((ids) => ids.toReversed()),
          apart: rotate(apart, turn),
          parted: rotate(parted, turn),
          edges: rotate(edges, turn).map((e) => ({ ...e, left: e.right, right: e.left })),
        });
        expect(other).toEqual(out);
        expect(out.clusters.flatMap((one) => one.members).sort((a, b) => a - b)).toEqual(records.map((r) => r.id));
        for (const { members } of out.clusters) {
          const held = records.filter((r) => members.includes(r.id));
          expect(new Set(held.flatMap((r) => r.currency ?? [])).size).toBeLessThanOrEqual(1);
          for (const [one, others] of apart) {
            expect(one.some((a) => members.includes(a)) && others.some((b) => members.includes(b))).toBe(false);
          }
          if (together.length === 0) expect(new Set(held.map((r) => r.systemTypeKey)).size).toBe(held.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function rotate<T>(list: readonly T[], turn: number): T[] {
  const at = list.length === 0 ? 0 : Math.abs(turn) % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}
