/** One statement in five notations: the same lines under the same names, the same days, the same sums. */
import { expect, it } from 'vitest';
import { bytesOf, type ReadResult, readBytes } from '#test/factories/read-file.ts';

const LINES = [
  { id: 'BK260330000001', day: '2026-03-30', minor: -320_000, text: 'RENT GRANARY COURT' },
  { id: 'BK260331000002', day: '2026-03-31', minor: 5468, text: 'STRIPE PAYMENTS ST-K7J2QPLMNA po_1FIX00000001' },
  { id: 'BK260331000003', day: '2026-03-31', minor: 0, text: 'CLOSING OF THE QUARTER' },
  { id: 'BK260331000004', day: '2026-03-31', minor: 5468, text: 'STRIPE PAYMENTS ST-K7J2QPLMNB' },
] as const;
const OPENING = 500_000;
const CLOSING = OPENING + LINES.reduce((sum, { minor }) => sum + minor, 0);

const amount = (minor: number, mark = '.') => (Math.abs(minor) / 100).toFixed(2).replace('.', mark);
const signed = (minor: number) => (minor < 0 ? '-' : '') + amount(minor);
const short = (day: string) => day.slice(2).replaceAll('-', '');

function csv(): string {
  let balance = OPENING;
  const rows = LINES.map(({ id, day, minor, text }) => {
    balance += minor;
    return `${day},${text},${signed(minor)},EUR,${signed(balance)},DE1,${id}`;
  });
  return ['Date,Description,Amount,Currency,Balance,Account,Reference', ...rows, ''].join('\n');
}

function ofx(): string {
  const rows = LINES.map(
    ({ id, day, minor, text }) =>
      `<STMTTRN><TRNTYPE>OTHER<DTPOSTED>${day.replaceAll('-', '')}120000[-5:EST]<TRNAMT>${signed(minor)}<FITID>${id}<MEMO>${text}</STMTTRN>`,
  );
  return `<OFX><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>DE1</BANKACCTFROM><BANKTRANLIST><DTSTART>20260330<DTEND>20260331${rows.join('\n')}</BANKTRANLIST><LEDGERBAL><BALAMT>${signed(CLOSING)}<DTASOF>20260331</LEDGERBAL></STMTRS></OFX>`;
}

function camt(): string {
  const balance = (code: string, minor: number, day: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount(minor)}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;
  const rows = LINES.map(
    ({ id, day, minor, text }) =>
      `<Ntry><Amt Ccy="EUR">${amount(minor)}</Amt><CdtDbtInd>${minor < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>${day}</Dt></BookgDt><AcctSvcrRef>${id}</AcctSvcrRef><AddtlNtryInf>${text}</AddtlNtryInf></Ntry>`,
  );
  return `<Document><BkToCstmrStmt><Stmt><Acct><Id><Othr><Id>DE1</Id></Othr></Id></Acct>${balance('OPBD', OPENING, '2026-03-29')}${balance('CLBD', CLOSING, '2026-03-31')}${rows.join('\n')}</Stmt></BkToCstmrStmt></Document>`;
}

function mt940(): string {
  const rows = LINES.map(
    ({ id, day, minor, text }) => `:61:${short(day)}${minor < 0 ? 'D' : 'C'}${amount(minor, ',')}NTRFNONREF//${id}\n:86:${text}`,
  );
  return `:20:A\n:25:DE1\n:60F:C260329EUR${amount(OPENING, ',')}\n${rows.join('\n')}\n:62F:C260331EUR${amount(CLOSING, ',')}\n-\n`;
}

function bai2(): string {
  const days = Map.groupBy(LINES, ({ day }) => day);
  const groups = [...days].flatMap(([day, lines]) => [
    `02,1,2,1,${short(day)},2359,EUR,2/`,
    '03,DE1,,,,,/',
    ...lines.map(({ id, minor, text }) => `16,${minor < 0 ? '475' : '165'},${Math.abs(minor)},,${id},,${text}/`),
    '49,,/',
    '98,,,/',
  ]);
  return ['01,1,2,260401,0200,1,80,,2/', ...groups, '99,,,/', ''].join('\n');
}

function shown({ records }: ReadResult) {
  return records.map(({ nativeId, facts }) => ({
    id: nativeId,
    day: new Date(facts.placedAt?.ms ?? 0).toISOString().slice(0, 10),
    minor: facts.amount,
    text: facts.description,
    account: facts.account,
    currency: facts.currency,
    kind: facts.moneyKind,
  }));
}

it.each([
  ['CSV', csv],
  ['OFX', ofx],
  ['CAMT', camt],
  ['MT940', mt940],
  ['BAI2', bai2],
])('%s', (_, write) => {
  const result = readBytes(bytesOf(write()));
  expect(result.rejected).toEqual([]);
  expect(shown(result)).toEqual(LINES.map((line) => ({ ...line, account: 'DE1', currency: 'EUR', kind: 'bank' })));
  expect(result.statements.reduce((sum, { linesMinor }) => sum + (linesMinor ?? Number.NaN), 0)).toBe(CLOSING - OPENING);
  for (const { openingMinor, closingMinor } of result.statements) {
    if (closingMinor !== null) expect(closingMinor).toBe(CLOSING);
    if (openingMinor !== null) expect(openingMinor).toBe(OPENING);
  }
  expect([result.statements[0]?.fromDay, result.statements.at(-1)?.toDay]).toEqual(['2026-03-30', '2026-03-31']);
});
