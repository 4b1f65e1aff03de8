import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnInHeader, excerptAround } from './excerpt.ts';

describe('excerptAround', () => {
  it('keeps the marked text marked, whatever is left out around it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), fc.nat(400), fc.nat(30), (text, at, length) => {
        const start = Math.min(at, text.length);
        const end = Math.min(start + length, text.length);
        const cut = excerptAround(text, { start, end }, 20);
        expect(cut.mark === null ? '' : cut.text.slice(cut.mark.start, cut.mark.end)).toBe(text.slice(start, end));
      }),
    );
  });

  it('says what it leaves out', () => {
    expect(excerptAround('a'.repeat(200), { start: 100, end: 101 }, 20).text).toMatch(/^…a{41}…$/);
    expect(excerptAround('short', null, 20).text).toBe('short');
  });
});

it('finds a column by its whole name', () => {
  const header = 'Name,Email,Total Price,Total';
  expect(columnInHeader(header, 'Total')).toEqual({ start: 23, end: 28 });
  expect(columnInHeader('"Name","Total"', 'Total')).toEqual({ start: 8, end: 13 });
  expect(columnInHeader(header, 'Price')).toBeNull();
  expect(columnInHeader(header, null)).toBeNull();
});
