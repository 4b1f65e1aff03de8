import { describe, expect, test } from 'vitest';
import { BadUse, readArguments, readMapping } from './arguments.ts';

describe('bad use is said in a sentence', () => {
  test.each([
    [[], 'Say what to do'],
    [['frobnicate'], 'no command "frobnicate"'],
    [['status'], 'needs a book'],
    [['import', 'b'], 'Name the files'],
    [['import', 'b', 'x.csv', '--account', 'storeA'], 'SYSTEM=NAME'],
    [['import', 'b', 'x.csv', '--account', 'shoppy=a'], '"shoppy" is not'],
    [['import', 'b', 'x.csv', '--date-order', 'dym'], '"dym" is not'],
    [['import', 'b', 'x.csv', '--decimal', ';'], '";" is not'],
    [['export', 'b', '--out', 'x'], 'needs --what'],
    [['export', 'b', '--what', 'orders'], 'needs --out'],
    [['export', 'b', '--what', 'sums', '--out', 'x'], '"sums" is not'],
    [['export', 'b', '--what', 'journal', '--out', 'x'], 'needs --format'],
    [['export', 'b', '--what', 'journal', '--out', 'x'], 'needs --format'],
    [['export', 'b', '--what', 'log', '--format', 'pdf', '--out', 'x'], 'jsonl or csv or xlsx'],
    [['export', 'b', '--what', 'audit-pack', '--format', 'csv', '--out', 'x'], 'is a zip'],
    [['export', 'b', '--what', 'orders', '--format', 'zip', '--out', 'x'], 'jsonl or csv'],
    [['verify', 'b', '--head', 'abc'], '64 hexadecimal'],
    [['verify', 'b', '--head', '0'.repeat(64), '--against', 'c'], 'not both'],
    [['verify', 'b', 'c'], '"c" is too much'],
    [['rebuild', 'b'], 'needs --check'],
    [['models', 'b', '--prepare', '--try', '2'], 'one of'],
    [['models', 'b', '--adopt', 'latest'], 'whole number'],
    [['reconcile'], 'needs a book'],
    [['reconcile', 'b', '--as-of', '31.3.2026'], 'is a date or a time'],
    [['match', 'b', '--as-of', '2026-03-31'], 'takes no --as-of'],
    [['match-csv', 'spec.json', '--out', 'x'], 'the files to match'],
    [['match-csv', 'spec.json', 'a.csv'], 'needs --out'],
    [['match-csv', 'spec.json', 'a.csv', '--out', 'x', '--threads', '0'], 'whole number'],
    [['demo', 'b', '--orders', 'many'], 'whole number'],
    [['demo', 'b', '--orders', '0'], 'whole number'],
    [['status', 'b', '--what', 'orders'], 'takes no --what'],
    [['status', '--frob'], 'frob'],
  ])('%j', (args, words) => {
    expect(() => readArguments(args)).toThrow(BadUse);
    expect(() => readArguments(args)).toThrow(words);
  });
});

test('what is asked for, with defaults', () => {
  expect(readArguments(['--help'])).toBeNull();
  expect(readArguments(['match', 'b', '--json'])).toEqual({ command: { name: 'match', book: 'b' }, json: true });
  expect(readArguments(['demo', 'b'])?.command).toEqual({ name: 'demo', book: 'b', profile: 'shop', orders: 2000, seed: 1 });
  expect(readArguments(['models', 'b', '--try', '2'])?.command).toEqual({
    name: 'models',
    book: 'b',
    prepare: false,
    tried: 2,
    adopted: null,
  });
  expect(readArguments(['verify', 'b', '--head', 'A'.repeat(64)])?.command).toMatchObject({ head: 'a'.repeat(64), against: null });
});

test('the format of an export follows its name, unless it is given', () => {
  const format = (...args: string[]) => readArguments(['export', 'b', ...args])?.command;
  expect(format('--what', 'orders', '--out', 'x.csv')).toMatchObject({ format: 'csv' });
  expect(format('--what', 'orders', '--out', 'x')).toMatchObject({ format: 'jsonl' });
  expect(format('--what', 'orders', '--out', 'x.csv', '--format', 'jsonl')).toMatchObject({ format: 'jsonl' });
  expect(format('--what', 'audit-pack', '--out', 'x')).toMatchObject({ format: 'zip' });
  expect(format('--what', 'log', '--out', 'x.xlsx')).toMatchObject({ format: 'xlsx' });
  expect(format('--what', 'journal', '--out', 'x.xlsx')).toMatchObject({ format: 'xlsx' });
  expect(format('--what', 'journal', '--out', 'x.jsonl')).toMatchObject({ format: 'jsonl' });
  expect(format('--what', 'journal', '--out', 'x.iif')).toMatchObject({ format: 'iif' });
  expect(format('--what', 'journal', '--format', 'qbo', '--out', 'x.csv')).toMatchObject({ format: 'qbo' });
});

test('answers are kept by system, those for all files apart', () => {
  const args = [
    'import',
    'b',
    'x.csv',
    '--account',
    'shopify=storeA',
    '--account',
    'stripe=acct=1',
    '--date-order',
    'dmy',
    '--decimal',
    ',',
  ];
  expect(readArguments(args)?.command).toMatchObject({
    files: ['x.csv'],
    answers: { shopify: { account: 'storeA' }, stripe: { account: 'acct=1' }, '*': { dateOrder: 'dmy', decimalMark: ',' } },
  });
});

test('a mapping file is what the window saves, or is refused in words', () => {
  const mapping = {
    name: 'Shop export',
    system: 'csv',
    type: 'order',
    header: ['No', 'Sum'],
    fields: { nativeId: 'No', total: 'Sum' },
    aliases: [],
  };
  expect(readMapping(JSON.stringify(mapping), 'm.json')).toEqual(mapping);
  expect(() => readMapping('{', 'm.json')).toThrow('m.json is not JSON');
  expect(() => readMapping('{"name":"x"}', 'm.json')).toThrow('m.json is not a mapping');
});
