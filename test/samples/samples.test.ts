import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectFile, isUnreadable } from '#core/connectors/registry.ts';
import { isWorkbook } from '#core/connectors/xlsx/workbook.ts';
import { bytesOf, DEFAULTS, inspectBytes, parse } from '#test/factories/read-file.ts';
import { sheetTexts } from '#test/factories/workbook.ts';

/** Export files in their real layouts, beside the repository. They are read in place and are no part of it. */
const FOLDER = join(import.meta.dirname, '../../../shared/samples');
const there = existsSync(FOLDER);
if (!there) process.stderr.write('test/samples: skipped, the folder ../shared/samples is not beside the repository\n');

interface Outcome {
  readonly file: string;
  readonly outcome: 'read' | 'asked' | 'not read';
  readonly what: string;
  readonly rows: number;
  readonly records: number;
  readonly rejected: number;
  readonly why: string;
}

function outcomesOf(file: string): Outcome[] {
  const bytes = readFileSync(join(FOLDER, file), 'latin1');
  if (!isWorkbook(bytes)) return [outcomeOf(file, bytes)];
  const sheets = [...sheetTexts(readFileSync(join(FOLDER, file)))];
  return sheets.map(([name, text]) => outcomeOf(`${file} · ${name}`, bytesOf(`\ufeff${text}`)));
}

function outcomeOf(file: string, bytes: string): Outcome {
  const found = detectFile({
    name: file,
    head: bytes.slice(0, 262_144),
    complete: bytes.length <= 262_144,
    mappings: [],
    defaults: DEFAULTS,
  });
  const none = { file, rows: 0, records: 0, rejected: 0 };
  if (isUnreadable(found)) return { ...none, outcome: 'not read', what: found.unreadable.what, why: found.unreadable.todo };
  const detection = found.unsettled.length === 0 ? found : inspectBytes(bytes, 262_144);
  const why = detection.questions.map(({ kind }) => kind).join(', ');
  if (detection.layoutId === null || why !== '') return { ...none, outcome: 'asked', what: detection.label, why };
  const { records, rejected, rowCount } = parse(bytes, detection);
  const causes = [...new Set(rejected.map(({ code, cause }) => `${code}: ${cause}`))].join(' ');
  return {
    file,
    outcome: 'read',
    what: detection.label,
    rows: rowCount,
    records: records.length,
    rejected: rejected.length,
    why: causes,
  };
}

describe.skipIf(!there)('every sample file', () => {
  const files = there
    ? readdirSync(FOLDER, { recursive: true, encoding: 'utf8', withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== 'SOURCE.md')
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(FOLDER.length + 1)
            .replaceAll('\\', '/'),
        )
        .sort()
    : [];
  const outcomes = files.flatMap(outcomesOf);

  it('is read, asked about, or named as not read', () => {
    const lines = outcomes.map(
      ({ file, outcome, what, rows, records, rejected, why }) =>
        `${file} | ${outcome} | ${what} | ${rows} | ${records} | ${rejected} | ${why}`,
    );
    process.stdout.write(`file | outcome | what | rows | records | rejected | why\n${lines.join('\n')}\n`);
    expect(outcomes.length).toBeGreaterThan(100);
    for (const { what, outcome, why } of outcomes) {
      expect(what).not.toBe('');
      expect(outcome === 'read' || why !== '').toBe(true);
    }
  });

  it('of the layouts of this version is read without a rejected row', () => {
    const read = outcomes.filter(({ outcome }) => outcome === 'read');
    expect(read.filter(({ rejected }) => rejected > 0).map(({ file, rejected }) => [file, rejected])).toEqual([
      // One movement stands behind the end of the statement: nothing says in which currency it is.
      ['mt940/multiline.sta', 1],
    ]);
    expect(read.filter(({ records }) => records === 0).map(({ file }) => file)).toEqual([
      // Balances and no entries.
      'camt/oca_test-camt053-no-ntry',
      'ofx/multiple_accounts.ofx',
    ]);
    const systems = new Set(read.map(({ file }) => file.slice(0, file.indexOf('/'))));
    expect([...systems].sort()).toEqual([
      'amazon',
      'asana',
      'bai2',
      'bank_csv',
      'camt',
      'google_ads',
      'hubspot',
      'meta_ads',
      'mt940',
      'netsuite',
      'ofx',
      'paypal',
      'quickbooks',
      'shopify',
      'stripe',
      'woocommerce',
      'xero',
    ]);
  });

  it('is asked about its date order only where nothing in it settles that', () => {
    expect(outcomes.filter(({ why }) => why === 'dateOrder').map(({ file }) => file)).toEqual([
      'bank_csv/csv2ofx_payoneer.csv',
      'quickbooks/idx_qbo_transaction_detail.csv',
    ]);
  });
});
