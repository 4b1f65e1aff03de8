import { expect, test } from 'vitest';
import { appTable } from '#main/app/app-table.ts';
import { readerTable } from '#main/app/reader-router.ts';
import { type ProcedureName, procedureNames } from '#main/app/router.ts';
import { lookUp } from '#main/app/service-table.ts';
import { writerTable } from '#main/app/writer-table.ts';

/** Commands write: the reader thread must not answer them. Queries may be answered by whoever knows. */
const answers = (name: ProcedureName): string[] => {
  const found = [];
  if (lookUp(appTable(), name) !== null) found.push('app');
  if (lookUp(writerTable(), name) !== null) found.push('writer');
  if (lookUp(readerTable(), name) !== null) found.push('reader');
  return found;
};

test('every procedure of the contract is answered by exactly one thread', () => {
  const wrong = procedureNames()
    .map((name) => ({ name: `${name.area}.${name.name}`, answeredBy: answers(name) }))
    .filter(({ answeredBy }) => answeredBy.length !== 1);
  expect(wrong).toEqual([]);
});

test('no command is answered by the reader thread', () => {
  const wrong = procedureNames().filter((name) => name.kind === 'command' && lookUp(readerTable(), name) !== null);
  expect(wrong).toEqual([]);
});
