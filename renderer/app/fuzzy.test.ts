import { describe, expect, it } from 'vitest';
import { fuzzyMatch, fuzzyRank } from './fuzzy.ts';

describe('fuzzyMatch', () => {
  it('finds letters in order and says where', () => {
    expect(fuzzyMatch('gcl', 'Go to Change log')?.at).toEqual([0, 6, 13]);
    expect(fuzzyMatch('xyz', 'Go to Change log')).toBeNull();
  });

  it('does not take letters out of order', () => {
    expect(fuzzyMatch('lg', 'gl')).toBeNull();
  });
});

describe('fuzzyRank', () => {
  const items = ['Undo', 'Book settings…', 'Back up this book', 'Not duplicates', 'Go to Duplicates'];

  it('puts the start of words before letters found along the way', () => {
    expect(fuzzyRank(items, 'bo', (text) => text, [])[0]?.item).toBe('Book settings…');
    expect(fuzzyRank([...items, 'Accept a band at once…'], 'bo', (text) => text, [])[0]?.item).toBe('Book settings…');
    expect(fuzzyRank(items, 'nd', (text) => text, [])[0]?.item).toBe('Not duplicates');
  });

  it('shows what was used last first, when nothing is typed', () => {
    expect(
      fuzzyRank(items, '', (text) => text, ['Not duplicates', 'Undo'])
        .map(({ item }) => item)
        .slice(0, 3),
    ).toEqual(['Not duplicates', 'Undo', 'Book settings…']);
  });

  it('answers for 5,000 items well within a frame or two', () => {
    const many = Array.from({ length: 5000 }, (_, i) => `Order ${i} of client ${i % 97}`);
    expect(fuzzyRank(many, 'order 4999', (text) => text, [])[0]?.item).toBe('Order 4999 of client 52');
  });
});
