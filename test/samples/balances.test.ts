/** What the statements among the sample files say of themselves, held against their lines to the cent. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectFile, isUnreadable } from '#core/connectors/registry.ts';
import type { StatementDraft } from '#shared/domain/money-events.ts';
import { DEFAULTS, parse } from '#test/factories/read-file.ts';

const FOLDER = join(import.meta.dirname, '../../../shared/samples');
const there = existsSync(FOLDER);
if (!there) process.stderr.write('test/samples: skipped, the folder ../shared/samples is not beside the repository\n');

interface Checked {
  readonly place: string;
  /** Closing less opening less lines; null where the file does not state all three. */
  readonly balance: number | null;
  /** Stated sum less lines; null where the file states none. */
  readonly sum: number | null;
}

function statementsOf(folder: string): readonly Checked[] {
  const files = there ? readdirSync(join(FOLDER, folder)).filter((name) => name !== 'SOURCE.md') : [];
  return files.sort().flatMap((name) => {
    const bytes = readFileSync(join(FOLDER, folder, name), 'latin1');
    const found = detectFile({ name, head: bytes, complete: true, mappings: [], defaults: { ...DEFAULTS, dateOrder: null } });
    if (isUnreadable(found) || found.layoutId === null) return [];
    return parse(bytes, found).statements.map((draft) => checked(`${name}:${draft.line}`, draft));
  });
}

function checked(place: string, { openingMinor, closingMinor, statedMinor, linesMinor }: StatementDraft): Checked {
  const known = openingMinor !== null && closingMinor !== null && linesMinor !== null;
  return {
    place,
    balance: known ? closingMinor - openingMinor - linesMinor : null,
    sum: statedMinor === null || linesMinor === null ? null : statedMinor - linesMinor,
  };
}

/** How many statements state balances or sums, and which of them are not met. */
function report(folder: string) {
  const all = statementsOf(folder);
  const off = all.filter(({ balance, sum }) => (balance ?? 0) !== 0 || (sum ?? 0) !== 0);
  const line = `${folder}: ${all.length} statements, balances stated by ${all.filter(({ balance }) => balance !== null).length}, sums by ${all.filter(({ sum }) => sum !== null).length}, not met by ${off.length}\n`;
  process.stdout.write(line);
  return { all, off };
}

describe.skipIf(!there)('statements among the samples', () => {
  // The exceptions do not add up in themselves: cut, or made anonymous, by those who published them. They are held to the cent all the same.
  it.each([
    [
      'mt940',
      77,
      [
        ['abnamro.sta:4', -203_800],
        ['abnamro.sta:32', -100_260],
        ['ing.sta:4', 4906],
        ['knab.sta:10', 450_000],
        ['postfinance.sta:15', 20],
        ['sepa_snippet.sta:25', 30_008],
        ['triodos.sta:1', 11_140],
      ],
    ],
    [
      'camt',
      12,
      [
        ['camt053.v2.all-balance-types.xml:10', -582],
        ['oca_test-camt053:7', -43_416],
      ],
    ],
    ['bai2', 24, [['moj_citi_example.bai2:3', -1]]],
    ['bank_csv', 5, []],
    ['ofx', 17, []],
  ] as const)('%s: all met but those that are not met in their source', (folder, count, expected) => {
    const { all, off } = report(folder);
    expect(off.map(({ place, balance }) => [place, balance])).toEqual(expected);
    expect(all.length).toBe(count);
  });
});
