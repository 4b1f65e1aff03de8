import fc from 'fast-check';
import { expect, it } from 'vitest';
import { segments } from './segments.ts';

it('marks what differs', () => {
  expect(
    segments('42,400.00', [
      { start: 3, end: 4 },
      { start: 1, end: 2 },
    ]),
  ).toEqual([
    { start: 0, text: '4', marked: false },
    { start: 1, text: '2', marked: true },
    { start: 2, text: ',', marked: false },
    { start: 3, text: '4', marked: true },
    { start: 4, text: '00.00', marked: false },
  ]);
});

it('never loses or repeats a character, whatever the marks', () => {
  const mark = fc.record({ start: fc.nat(30), end: fc.nat(30) });
  fc.assert(
    fc.property(fc.string({ maxLength: 24 }), fc.array(mark, { maxLength: 6 }), (text, marks) => {
      expect(
        segments(text, marks)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
    }),
  );
});
