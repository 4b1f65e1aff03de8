import { expect, it } from 'vitest';
import { downloadOf, matchSentence } from './job-words.ts';

it('says what a matching run found', () => {
  const result = (counts: object) => JSON.stringify({ modelVersion: 'orders@1', counts });
  expect(matchSentence(result({ records: 1785, questions: 39, joined: 210 }))).toBe(
    'Looked for duplicates: 1,785 records compared, 39 questions for you, 210 pairs joined by rule.',
  );
  expect(matchSentence(result({ records: 1, questions: 0, joined: 0 }))).toBe(
    'Looked for duplicates: 1 record compared, nothing to ask you.',
  );
  expect(matchSentence('null')).toBeNull();
});

it('takes a download only where there is one', () => {
  expect(downloadOf('{"ticket":"t","fileName":"pack.zip"}')).toEqual({ ticket: 't', fileName: 'pack.zip' });
  expect(downloadOf('{"ticket":"t"}')).toBeNull();
  expect(downloadOf(null)).toBeNull();
});
