import { expect, test } from 'vitest';
import { dueAt } from './reasons.ts';

const at = (text: string) => Date.parse(`${text}:00Z`);

test.each([
  ['a Monday', '2026-11-09T10:00', 'S1', '2026-11-10T10:00'],
  ['a Friday, over the weekend', '2026-11-13T10:00', 'S1', '2026-11-16T10:00'],
  ['a Saturday: its clock starts on Monday', '2026-11-14T15:00', 'S1', '2026-11-17T00:00'],
  ['a Thursday, two days', '2026-11-12T08:30', 'S2', '2026-11-16T08:30'],
  ['a Wednesday, five days', '2026-11-11T00:00', 'S3', '2026-11-18T00:00'],
  ['a Sunday before 1970', '1969-12-28T12:00', 'S2', '1969-12-31T00:00'],
] as const)('due from %s', (_, event, severity, due) => {
  expect(new Date(dueAt(at(event), severity)).toISOString()).toBe(new Date(at(due)).toISOString());
});
