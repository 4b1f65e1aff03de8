import { describe, expect, test } from 'vitest';
import { ALIKE, DIFFERENT, SAME, TextTable } from './texts.ts';

describe('names', () => {
  const compare = (a: string, b: string) => {
    const table = new TextTable(['', a, b]);
    const there = table.compareNames(1, 2);
    expect(table.compareNames(2, 1)).toBe(there);
    return there;
  };

  test.each([
    ['harbor pine', 'harborpine', SAME, 'a space left out'],
    ['harbor and pine', 'harbor pine', SAME, 'a filler left out'],
    ['harbor pine', 'harborpineco', ALIKE, 'a legal form run into the name'],
    ['harbor pine outfitters', 'harbor pine outf', ALIKE, 'cut by a bank'],
    ['anna smith', 'smith anna', ALIKE, 'another order'],
    ['anna smith', 'anna maria smith', ALIKE, 'a middle name'],
    ['anna smith', 'a smith', ALIKE, 'an initial'],
    ['harbor pine', 'harbor group dba harbor pine', ALIKE, 'a trading name'],
    ['anna smith', 'anna smyth', ALIKE, 'one letter'],
    ['anna smith', 'anna smiht', ALIKE, 'two letters that changed places'],
    ['anna smith', 'anna smiths', ALIKE, 'one letter more'],
    ['anna smith', 'bert smith', DIFFERENT, 'a relative'],
    ['harbor pine', 'harbor paper', DIFFERENT, 'a neighbour'],
    ['ana', 'ann', DIFFERENT, 'too short for a slip'],
    ['b smith', 'anna smith', DIFFERENT, 'another initial'],
  ])('%s / %s', (a, b, expected) => {
    expect(compare(a, b)).toBe(expected);
  });

  test('block by their first letters, spaces or not', () => {
    const table = new TextTable(['', 'harbor pine', 'harborpineco', 'harbor paper', 'ana']);
    expect(table.start(1)).toBe(table.start(2));
    expect(table.start(1)).not.toBe(table.start(3));
    expect([table.start(4), table.start(0)]).toEqual([0, 0]);
  });
});

describe('titles', () => {
  const titles = new TextTable(['', 'willow roofing sons winter pages', 'willowroofing winter pages', 'quarry dental spring film']);

  test('are alike by runs of letters: words run together or left out matter little', () => {
    expect(titles.sharedRuns(1, 1)).toBe(1000);
    expect(titles.sharedRuns(1, 2)).toBeGreaterThan(600);
    expect(titles.sharedRuns(1, 3)).toBeLessThan(100);
    expect(titles.sharedRuns(1, 2)).toBe(titles.sharedRuns(2, 1));
  });

  test('name a client that stands in them, or at their start', () => {
    const clients = new TextTable(['', 'willow and roofing and sons', 'quarry dental', 'dental']);
    expect(titles.names(2, clients, 1)).toBe(true);
    expect(titles.names(3, clients, 2)).toBe(true);
    expect(titles.names(2, clients, 2)).toBe(false);
    expect(titles.names(3, clients, 3)).toBe(false);
  });

  test('give their words, and the small numbers among them', () => {
    const table = new TextTable(['', 'spring film', 'film and spring', 'spring film 2 for 2025']);
    expect(table.words(1)).toEqual(table.words(2));
    expect(table.words(3)).toHaveLength(5);
    expect(table.wordsAndNumerals(1).numerals).toEqual([]);
    expect(table.wordsAndNumerals(3).numerals).toHaveLength(1);
  });
});
