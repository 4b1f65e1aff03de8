import { describe, expect, it } from 'vitest';
import { DEFAULTS, detect, parse } from '#test/factories/read-file.ts';
import type { Detection } from '../connector.ts';
import { detectFile, isUnreadable } from '../registry.ts';

const NTRY =
  '<Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-03-31</Dt></BookgDt></Ntry>';
const HEAD = '<Document><BkToCstmrStmt><Stmt><Acct><Id><IBAN>X</IBAN></Id><Ccy>EUR</Ccy></Acct>';
const TAIL = '</Stmt></BkToCstmrStmt></Document>';

function shown(bytes: string) {
  const found = detectFile({ name: 'a.xml', head: bytes.slice(0, 262_144), complete: false, mappings: [], defaults: DEFAULTS });
  return isUnreadable(found) ? found.unreadable.what : found.label;
}

/** As if its head had looked harmless. */
function forced(bytes: string) {
  const detection: Detection = detect(HEAD + TAIL);
  return parse(bytes, detection, 65_536);
}

describe('a document type', () => {
  const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>`;
  const external = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>';

  it.each([
    ['billion laughs', `${laughs}${HEAD}<Ntry><AddtlNtryInf>&c;</AddtlNtryInf></Ntry>${TAIL}`],
    ['an external entity', `${external}${HEAD}<Ntry><AddtlNtryInf>&e;</AddtlNtryInf></Ntry>${TAIL}`],
    ['an external subset', `<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">${HEAD}${NTRY}${TAIL}`],
  ])('is refused by its head: %s', (_, bytes) => expect(shown(bytes)).toContain('DOCTYPE'));

  it.each([laughs, external])('stops the reader where it stands', (doctype) => {
    const { records, rejected } = forced(`${doctype}${HEAD}${NTRY}${TAIL}`);
    expect(records).toEqual([]);
    expect(rejected).toMatchObject([{ code: 'bad_xml', cause: expect.stringContaining('document type') }]);
  });

  it('of ten megabytes is not collected', () => {
    const { rejected } = forced(`<!DOCTYPE x [${'<!ENTITY a "ha">'.repeat(655_360)}]>${HEAD}${TAIL}`);
    expect(rejected).toMatchObject([{ code: 'row_too_large' }]);
  });
});

describe('what no statement is', () => {
  it.each([
    ['an entity that nobody declared', `${HEAD}${NTRY}<Ntry><AddtlNtryInf>&c;</AddtlNtryInf></Ntry>${TAIL}`, 'bad_xml'],
    ['elements that close each other', `${HEAD}${NTRY}<Ntry><Amt></Ntry></Amt>${TAIL}`, 'bad_xml'],
    ['an end in the middle', `${HEAD}${NTRY}<Ntry><Amt Ccy="EUR">1.0`, 'bad_xml'],
    ['a depth bomb', `${HEAD}${NTRY}${'<a>'.repeat(100_000)}`, 'row_too_large'],
    ['a depth bomb inside an entry', `${HEAD}${NTRY}<Ntry>${'<a>'.repeat(100_000)}`, 'row_too_large'],
    [
      'ten megabytes of one text',
      `${HEAD}${NTRY}<Ntry><AddtlNtryInf>${'x'.repeat(10 << 20)}</AddtlNtryInf></Ntry>${TAIL}`,
      'row_too_large',
    ],
    ['ten megabytes of one attribute', `${HEAD}${NTRY}<Ntry a="${'x'.repeat(10 << 20)}">`, 'row_too_large'],
  ])('%s: what was read stays, nothing after it is read, and no balance is vouched for', (_, bytes, code) => {
    const { records, rejected, statements } = forced(bytes);
    expect(records).toHaveLength(1);
    expect(rejected).toMatchObject([{ code }]);
    expect(statements).toEqual([]);
  });

  it('a megabyte of entries is only many entries', () => {
    const count = Math.ceil((1 << 20) / NTRY.length);
    const { records, rejected, statements } = forced(`${HEAD}${NTRY.repeat(count)}${TAIL}`);
    expect([records.length, rejected.length, statements[0]?.linesMinor]).toEqual([count, 0, count * 100]);
    expect(new Set(records.map(({ nativeId }) => nativeId)).size).toBe(count);
  });
});
