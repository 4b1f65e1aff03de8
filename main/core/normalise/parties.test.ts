import { describe, expect, it } from 'vitest';
import { readCurrency } from './currencies.ts';
import { firmDomain, nameWithEmail, readEmail } from './emails.ts';
import { readName } from './names.ts';
import { readPhone } from './phones.ts';
import { foldText } from './text.ts';

it.each([
  ['Café  Müller & Söhne', 'cafe muller sohne'],
  ['ＡＣＭＥ', 'acme'],
  ['Straße', 'strasse'],
  ['Łódź Ørsted', 'lodz orsted'],
  ['İSTANBUL', 'istanbul'],
  ['李雷', '李雷'],
  ['ﬁne', 'fine'],
  ['  ', ''],
])('%s folds to %s', (text, folded) => expect(foldText(text)).toBe(folded));

describe('names', () => {
  it.each([
    ['Acme, Inc.', 'acme'],
    ['ACME INCORPORATED', 'acme'],
    ['Acme Ltd', 'acme'],
    ['Müller & Söhne GmbH & Co. KG', 'muller and sohne'],
    ['Foo S.A.', 'foo'],
    ['The Blue Mug Co.', 'blue mug'],
    ['Example, Ada', 'ada example'],
    ['Ada Example', 'ada example'],
    ['Co', 'co'],
    ['Acme Holdings LLC dba Blue Mug', 'acme holdings'],
  ])('%s is compared as %s', (text, value) => expect(readName(text).value).toBe(value));

  it('says what was set aside', () => {
    expect(readName('Acme Holdings LLC d/b/a Blue Mug Co.')).toEqual({
      value: 'acme holdings',
      forms: ['llc'],
      tradingAs: 'blue mug',
      reordered: false,
    });
    expect(readName('Example, Ada').reordered).toBe(true);
  });
});

describe('emails', () => {
  it.each([
    ['Ada.Example+shop@Gmail.com', 'adaexample@gmail.com', []],
    ['ada.example@googlemail.com', 'adaexample@gmail.com', []],
    ['Ada.Example@Example.test', 'ada.example@example.test', []],
    ['mailto:ada+1@example.test', 'ada@example.test', []],
    ['abc123@privaterelay.appleid.com', 'abc123@privaterelay.appleid.com', ['relay']],
    ['x7@marketplace.amazon.de', 'x7@marketplace.amazon.de', ['relay']],
    ['Info@example.test', 'info@example.test', ['role']],
    ['none@none.com', 'none@none.com', ['placeholder']],
  ])('%s', (text, value, flags) => expect(readEmail(text)).toMatchObject({ value, flags }));

  it.each(['', 'ada', 'ada@', '@example.test', 'ada@example', 'a b@example.test'])('%j is none', (text) =>
    expect(readEmail(text)).toBe(null),
  );

  it('stand beside a name', () => {
    expect(nameWithEmail('Nora Lindqvist (nora@example.test)')).toEqual({ name: 'Nora Lindqvist', email: 'nora@example.test' });
    expect(nameWithEmail('Nora Lindqvist (home)')).toBe(null);
  });
});

describe('phones', () => {
  it('meet with and without country code, trunk zero and extension', () => {
    const values = ['+44 20 7946 0958', '(020) 7946 0958', '+44 (0)20 7946 0958', '0044 20 79460958', '020 7946 0958 ext. 12'].map(
      (text) => readPhone(text)?.value,
    );
    expect(new Set(values)).toEqual(new Set(['079460958']));
  });

  it.each(['0000000000', '+1 000 000 0000', '1234567890', '9999999', '12', 'n/a', 'ada@example.test', ''])('%j is none', (text) =>
    expect(readPhone(text)).toBe(null),
  );
});

it.each([
  ['usd', 'USD'],
  ['EUR', 'EUR'],
  ['€', 'EUR'],
  ['US Dollar', 'USD'],
  ['British pound', 'GBP'],
  ['$', null],
  ['1', null],
  ['Dollars', null],
])('%s as currency is %s', (text, code) => expect(readCurrency(text)).toBe(code));

it.each([
  ['Ap@HarborPine.example', 'harborpine.example'],
  ['info@lima.example', 'lima.example'],
  ['ada@gmail.com', null],
  ['ada@yahoo.co.uk', null],
  ['ada@gmx.de', null],
  ['x7k@privaterelay.appleid.com', null],
  ['no address', null],
])('the firm behind %s is %s', (text, domain) => expect(firmDomain(text)).toBe(domain));

it('are not worth a second when somebody pasted a megabyte into the cell', () => {
  const blanks = ' '.repeat(1_000_000);
  expect(readName(`Acme d${blanks}b`).value).toBe('acme d');
  expect(readEmail(`ada${blanks}@example.test`)).toBe(null);
  expect(nameWithEmail(`Ada${blanks}(`)).toBe(null);
  expect(readPhone(`555${blanks}x`)).toBe(null);
});
