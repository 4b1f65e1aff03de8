import { expect, it } from 'vitest';
import { middleMark } from './middle-mark.ts';

it('marks the middle, in UTF-16 positions, and nothing when nothing differs', () => {
  expect(middleMark('42,400.00', '40,000.00')).toEqual([{ start: 1, end: 4 }]);
  expect(middleMark('same', 'same')).toEqual([]);
  expect(middleMark('Harbor', 'Harbor & Pine')).toEqual([]);
  expect(middleMark('a😀b', 'a😁b')).toEqual([{ start: 1, end: 3 }]);
  expect(middleMark('Zoe\u0308', 'Zoe')).toEqual([{ start: 2, end: 4 }]);
});
