/** A generated year with every trap in it: what is joined is right, what must stay apart does, ties are asked. */
import { describe, expect, test } from 'vitest';
import type { MatchResult } from '#core/matching/orders/run.ts';
import { matchSeen } from '#test/factories/match-columns.ts';
import { readYear, type Year } from './year.ts';

/** Bars under what is reached, so that a worse engine fails and another seed does not. */
describe.each([
  { profile: 'shop' as const, joined: 0.9, asked: 0.99 },
  { profile: 'agency' as const, joined: 0.9, asked: 0.99 },
])('a year of the $profile', ({ profile, joined, asked }) => {
  const year = readYear(profile, 1_500);
  const result = matchSeen(year.book);
  const pairs = truePairs(year);

  test('joins what belongs together, and nothing else', () => {
    const made = joinedPairs(year, result);
    expect(made.filter((pair) => !pairs.has(pair))).toEqual([]);
    expect(made.length / pairs.size).toBeGreaterThan(joined);
  });

  test('asks about the rest', () => {
    const seen = new Set(joinedPairs(year, result));
    for (const { members } of result.questions) for (const pair of pairsOf(members)) seen.add(pair);
    expect([...pairs].filter((pair) => seen.has(pair)).length / pairs.size).toBeGreaterThan(asked);
  });

  test('keeps apart what must stay apart, through third records too', () => {
    const joinedApart = year.apart.filter(({ a, b }) => {
      const [left, right] = [year.rowOf(a), year.rowOf(b)];
      return left !== undefined && right !== undefined && result.clusterOf(left) === result.clusterOf(right);
    });
    expect(year.apart.length).toBeGreaterThan(100);
    expect(joinedApart).toEqual([]);
  });

  test('keeps why in 32 bytes a pair', () => {
    const { pairs: list, outcomes } = result;
    const bytes = Array.from({ length: list.length }, (_, pair) => {
      const stored = [list.pattern[pair], list.frequency[pair], list.score[pair], outcomes.margin[pair], outcomes.cause[pair]];
      return stored.reduce<number>((sum, value) => sum + storedBytes(value ?? null), 0);
    });
    expect(bytes.reduce((most, one) => Math.max(most, one), 0)).toBeLessThanOrEqual(32);
  });

  test('takes no side in a tie', () => {
    const taken = year.ties.filter(({ record, candidates }) => {
      const row = year.rowOf(record);
      return row !== undefined && candidates.some((other) => result.clusterOf(year.rowOf(other) ?? -1) === result.clusterOf(row));
    });
    expect(year.ties.length).toBeGreaterThan(10);
    expect(taken).toEqual([]);
  });
});

/** Bytes of a value in SQLite's record format, its place in the header included. */
function storedBytes(value: number | string | null): number {
  if (value === null || value === 0 || value === 1) return 1;
  if (typeof value === 'string') return 1 + value.length;
  const width = [1, 2, 3, 4, 6].find((bytes) => value >= -(2 ** (8 * bytes - 1)) && value < 2 ** (8 * bytes - 1));
  return 1 + (width ?? 8);
}

function pairsOf(rows: readonly number[]): string[] {
  const sorted = rows.toSorted((a, b) => a - b);
  return sorted.flatMap((right, at) => sorted.slice(0, at).map((left) => `${left}+${right}`));
}

function truePairs({ sales, rowOf }: Year): Set<string> {
  return new Set(sales.flatMap(({ members }) => pairsOf(members.flatMap((record) => rowOf(record) ?? []))));
}

function joinedPairs({ book }: Year, { clusterOf }: MatchResult): string[] {
  const clusters = Map.groupBy(Array(book.columns.size).keys(), (row) => clusterOf(row));
  return [...clusters.values()].flatMap((rows) => pairsOf(rows));
}
