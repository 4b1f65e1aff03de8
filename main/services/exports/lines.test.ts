import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunksOf, sortedLines } from './lines.ts';

test('runs on disk and in memory come out as one sorted whole, and leave nothing behind', () => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('onefold-sort-'));
  const line = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\n') && text !== '');
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), fc.integer({ min: 1, max: 80 }), (lines, run) => {
      expect([...sortedLines(lines, run)]).toEqual([...lines].sort());
    }),
    { numRuns: 60 },
  );
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('onefold-sort-'))).toEqual(before);
});

test('chunks hold every line, each with its end', () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i} ü`);
  const chunks = [...chunksOf(lines, '\r\n')];
  expect(chunks.length).toBeGreaterThan(3);
  expect(Buffer.concat(chunks).toString()).toBe(lines.map((line) => `${line}\r\n`).join(''));
});
