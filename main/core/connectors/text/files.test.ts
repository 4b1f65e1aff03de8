import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixtureBytes, parse, readBytes } from '#test/factories/read-file.ts';

/** Every fixture of a format that is no table, with the signs of which its damage is made. */
const FILES: readonly (readonly [string, readonly string[]])[] = [
  ['ofx/checking.ofx', ['<', '>', '</STMTTRN>', '<STMTTRN>', '<TRNAMT>', '&#x;']],
  ['ofx/card.qfx', ['<', '>', '<![CDATA[', ']]>', '</OFX>', '&amp']],
  ['camt/statement-053.xml', ['<', '>', '&', '&#', '<!--', ']]>', '</ns2:Ntry>']],
  ['camt/report-052.xml', ['<', '>', '<Ntry>', '<!DOCTYPE x>', '<?x', '<![CDATA[']],
  ['mt940/statement.sta', ['\r\n:61:', ':20:', '-}', '//', '?20', '>']],
  ['bai2/statement.bai2', ['/', ',', '/ 16,', '\n88,', '\n03,', '49,']],
  ['quickbooks/api-query.xml', ['<', '>', '</Invoice>', '<Payment>', '<TotalAmt>', 'status="Deleted"', '&#x;']],
  ['xero/api-invoices.xml', ['<', '>', '</Invoice>', '</Invoices>', '<Total>', '<![CDATA[', '&']],
  ['iif/transactions.iif', ['\t', '\r\nENDTRNS', '\nTRNS\t', '!TRNS\t', '"', 'SPL']],
];
const ANY = ['', '\n', '\r', '\0', '\xff', ' ', '9', '-', '"', 'x'.repeat(70_000)];

describe.each(FILES)('%s', (file, signs) => {
  const bytes = fixtureBytes(file);
  const whole = readBytes(bytes);

  it('is read the same a second time, and no two records share a name', () => {
    expect(readBytes(bytes)).toEqual(whole);
    expect(new Set(whole.records.map(({ nativeId }) => nativeId)).size).toBe(whole.records.length);
  });

  it('survives any damage: the same wherever chunks are cut, records inside the file and in its order', () => {
    const put = fc.constantFrom(...signs, ...ANY);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length }), fc.integer({ min: 0, max: 8 }), put, (at, cut, junk) => {
        const damaged = bytes.slice(0, at) + junk + bytes.slice(at + cut);
        const result = parse(damaged, whole.detection);
        expect(parse(damaged, whole.detection, 997)).toEqual(result);
        expect(result.byteCount).toBe(damaged.length);
        let last = 0;
        for (const { span } of result.records) {
          expect(span.byteOffset).toBeGreaterThanOrEqual(last);
          expect(span.byteOffset + span.byteLength).toBeLessThanOrEqual(damaged.length);
          last = span.byteOffset;
        }
      }),
      { numRuns: 60 },
    );
  });
});
