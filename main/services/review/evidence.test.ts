import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PairFacts } from '#store/queries/linked.ts';
import { linksFirst } from './evidence.ts';

function pair(leftId: number, rightId: number, scoreMillibits: number): PairFacts {
  const rest = {
    state: 'proposed',
    rule: 'reference',
    pattern: 0,
    frequencyMillibits: 0,
    marginMillibits: null,
    cause: null,
  } as const;
  return { leftId, rightId, scoreMillibits, ...rest };
}

const names = (pairs: readonly PairFacts[]) => pairs.map(({ leftId, rightId }) => `${leftId}-${rightId}`);

describe('links', () => {
  it('are those of the best tree, the weakest first; a weaker pair that the tree does not need comes after', () => {
    const found = linksFirst([pair(1, 3, 100), pair(1, 2, 9000), pair(2, 3, 5000)], (id) => id);
    expect(found.links).toBe(2);
    expect(names(found.pairs)).toEqual(['2-3', '1-2', '1-3']);
  });

  it('leave out what one order holds already', () => {
    const orderOf = (id: number) => (id === 2 ? 1 : id);
    const found = linksFirst([pair(1, 2, 100), pair(1, 3, 4000), pair(2, 3, 7000)], orderOf);
    expect(found.links).toBe(1);
    expect(names(found.pairs)).toEqual(['2-3', '1-3', '1-2']);
  });

  it('number one less than the orders that hang together, and lose no pair', () => {
    const pairs = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: -9, max: 9 })),
      { maxLength: 15 },
    );
    fc.assert(
      fc.property(pairs, (drawn) => {
        const list = drawn.filter(([a, b]) => a < b).map(([a, b, score]) => pair(a, b, score));
        const found = linksFirst(list, (id) => id);
        expect(found.pairs).toHaveLength(list.length);
        const nodes = new Set(list.flatMap(({ leftId, rightId }) => [leftId, rightId]));
        const colour = new Map([...nodes].map((id) => [id, id]));
        for (const { leftId, rightId } of list) {
          const [keep, gone] = [colour.get(leftId), colour.get(rightId)];
          for (const [id, own] of colour) if (own === gone) colour.set(id, keep ?? 0);
        }
        expect(found.links).toBe(nodes.size - new Set(colour.values()).size);
      }),
    );
  });
});
