import { describe, expect, it } from 'vitest';
import type { ImportCounts, ImportFile, ImportSession } from '#shared/contract/imports.ts';
import { currencySentence, doneSentence, holdUp, planSentence } from './plan.ts';

function file(state: ImportFile['state'], counts: Partial<ImportCounts> = {}): ImportFile {
  return {
    fileKey: state,
    name: `${state}.csv`,
    byteCount: 1,
    state,
    label: null,
    system: null,
    account: null,
    questions: [],
    progress: 1,
    rowsPerSecond: null,
    counts: { rows: 0, records: 0, new: 0, changed: 0, known: 0, unreadable: 0, ...counts },
    totals: {},
    unreadable: [],
    assumedCurrency: null,
    changes: [],
    problem: null,
    batchId: null,
  };
}
const session = (files: ImportFile[], previewToken: string | null = 't'): ImportSession => ({
  sessionId: 's',
  state: 'ready',
  files,
  previewToken,
});

describe('planSentence', () => {
  it('says exactly what the commit will do, over all files that take part', () => {
    const files = [
      file('ready', { new: 1200, changed: 12 }),
      file('ready', { new: 4, known: 40, unreadable: 3 }),
      file('failed', { new: 99 }),
    ];
    expect(planSentence(files)).toBe(
      'Adds 1,204 records and changes 12 records. 40 records are known already. 3 rows cannot be read and are set aside.',
    );
  });

  it('says it in the past once it is done', () => {
    expect(doneSentence([file('published', { new: 2, changed: 1 })])).toBe('Added 2 records and changed 1 record.');
    expect(doneSentence([file('published', { known: 2 })])).toBe('Nothing new was added. 2 records are known already.');
  });

  it('does not dress up an import that adds nothing', () => {
    expect(planSentence([file('ready', { known: 1 })])).toBe('Adds nothing new. 1 record is known already.');
  });
});

describe('holdUp', () => {
  it('names what is missing, and nothing when all is there', () => {
    expect(holdUp(session([file('asking'), file('ready')]))).toBe('1 file needs an answer');
    expect(holdUp(session([file('reading')]))).toBe('Still reading');
    expect(holdUp(session([file('failed'), file('alreadyImported')]))).toBe('Nothing here can be imported');
    expect(holdUp(session([file('ready')], null))).toBe('Still counting');
    expect(holdUp(session([file('ready'), file('failed')]))).toBeNull();
  });
});

describe('currencySentence', () => {
  it('tells a file without any currency from rows that lack one', () => {
    expect(currencySentence({ currency: 'EUR', records: 12 }, 12)).toBe(
      'This file names no currency: its amounts are read in EUR, the base currency of the book.',
    );
    expect(currencySentence({ currency: 'EUR', records: 1 }, 12)).toBe(
      '1 record names no currency: such amounts are read in EUR, the base currency of the book.',
    );
  });
});
