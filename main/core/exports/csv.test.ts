import { expect, test } from 'vitest';
import { csvLine, numberCell } from './csv.ts';

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '\0=1'])('text %j cannot become a formula', (text) => {
  expect(csvLine([text]).replace(/^"/, '')).toMatch(/^'/);
});

test('numbers keep their sign, text keeps everything else', () => {
  expect(csvLine([numberCell(-1250), numberCell('-12.50'), 'a-b', null, ''])).toBe('-1250,-12.50,a-b,,\r\n');
});

test('quotes, commas, breaks and outer blanks are quoted', () => {
  expect(csvLine(['a"b', 'c,d', 'e\nf', ' g'])).toBe('"a""b","c,d","e\nf"," g"\r\n');
});
