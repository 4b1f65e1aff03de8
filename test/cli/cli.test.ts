import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { madeWorkbook, sheetTexts } from '#test/factories/workbook.ts';

/** Runs the real command line, as a script would, on files written by hand in the vendors' layouts. */
const CLI = join(import.meta.dirname, '../../main/hosts/cli/index.ts');
// Each step starts a process with its threads.
vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'onefold-cli-'));
const dataDir = join(folder, 'data');
const at = (name: string) => join(folder, name);

/** Type stripping is kept between the many starts. */
const ENV = { ...process.env, ONEFOLD_DATA_DIR: dataDir, NODE_COMPILE_CACHE: join(folder, 'compiled') };

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function onefold(...args: string[]): Promise<Ran> {
  const child = spawn(process.execPath, [CLI, ...args], { env: ENV });
  const [out, err]: string[][] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => out?.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => err?.push(text));
  const [status] = (await once(child, 'close')) as [number | null];
  const ran = { status, stdout: (out ?? []).join(''), stderr: (err ?? []).join('') };
  expect(ran.stderr, 'no stack trace').not.toMatch(/^ {4}at /m);
  return ran;
}

async function json(...args: string[]): Promise<{ status: number | null; value: Record<string, unknown>; stderr: string }> {
  const { status, stdout, stderr } = await onefold(...args, '--json');
  expect(stdout.trimEnd().split('\n'), 'one line of JSON').toHaveLength(1);
  return { status, value: JSON.parse(stdout), stderr };
}

const SHOP_HEADER =
  'Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Billing Name,Id';
const shopRow = (name: string, total: string, day: string, email: string, id: string) =>
  `${name},${email},paid,2026-03-${day} 10:00:00 +0000,fulfilled,USD,${total},0.00,0.00,${total},2026-03-${day} 09:59:00 +0000,1,Lamp,${total},Ada Byron,${id}`;
const SHOP = [
  SHOP_HEADER,
  shopRow('#1001', '120.00', '01', 'ada@example.com', '51'),
  shopRow('#1002', '80.50', '02', 'eve@example.com', '52'),
].join('\n');
const OTHER_SHOP = [
  SHOP_HEADER,
  shopRow('#1001', '7.00', '11', 'zoe@example.com', '91'),
  shopRow('#1002', '8.00', '12', 'kim@example.com', '92'),
].join('\n');
const QUICKBOOKS = `Transaction List by Date,,,,,,
Small Ltd,,,,,,
,,,,,,
Date,Transaction Type,Num,Posting,Name,Account,Amount
01/05/2026,Invoice,1045,Yes,Ada Byron,Accounts Receivable,120.00
02/06/2026,Invoice,1046,Yes,Eve Ward,Accounts Receivable,80.50
`;

beforeAll(() => {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(at('orders.csv'), `${SHOP}\n`);
  writeFileSync(at('other.csv'), `${OTHER_SHOP}\n`);
  writeFileSync(at('books.csv'), QUICKBOOKS);
  writeFileSync(at('broken.xml'), '<a/>');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a book, from files to proof', () => {
  const book = at('book.onefold');

  test('import makes the book, and adds nothing the second time', async () => {
    const first = await json('import', book, at('orders.csv'), '--account', 'shopify=storeA');
    expect(first).toMatchObject({
      status: 0,
      value: { created: true, files: [{ state: 'published', account: 'storeA', counts: { new: 2 } }], totals: { new: 2 } },
    });
    const again = await json('import', book, at('orders.csv'));
    expect(again).toMatchObject({
      status: 0,
      value: { created: false, files: [{ state: 'alreadyImported' }], totals: { new: 0 } },
    });
    expect((await json('status', book)).value).toMatchObject({ counts: { orders: 2, records: 2 } });
  });

  test('a dry run says what would be and changes nothing', async () => {
    const before = (await json('status', book)).value.chain;
    const dry = await json('import', book, at('other.csv'), '--account', 'shopify=storeB', '--dry-run');
    expect(dry).toMatchObject({ status: 0, value: { dryRun: true, files: [{ state: 'ready', counts: { new: 2 } }] } });
    expect((await json('status', book)).value).toMatchObject({ counts: { records: 2 }, chain: before });
  });

  test('a second shop is asked about, and named with the flag that settles it', async () => {
    const asked = await json('import', book, at('other.csv'));
    expect(asked).toMatchObject({
      status: 2,
      value: { files: [{ state: 'asking', questions: [{ kind: 'secondShop', flag: '--account shopify=NAME' }] }] },
    });
    expect(asked.stderr).toContain('second shop');
    expect((await json('status', book)).value).toMatchObject({ counts: { records: 2 } });
    // The named account is in the book, so it is the same shop: the ids mean changed sales.
    expect(await json('import', book, at('other.csv'), '--account', 'shopify=storeA', '--dry-run')).toMatchObject({
      status: 0,
      value: { files: [{ state: 'ready', counts: { new: 0 } }] },
    });
    expect(await json('import', book, at('other.csv'), '--account', 'shopify=storeB')).toMatchObject({
      status: 0,
      value: { totals: { new: 2 } },
    });
  });

  test('dates that can be read in two ways are not guessed; the flag settles them', async () => {
    const asked = await json('import', book, at('books.csv'));
    expect(asked).toMatchObject({ status: 2, value: { files: [{ questions: [{ kind: 'dateOrder' }] }] } });
    expect(asked.stderr).toContain('--date-order dmy|mdy settles it');
    expect(await json('import', book, at('books.csv'), '--date-order', 'mdy')).toMatchObject({
      status: 0,
      value: { totals: { new: 2 } },
    });
  });

  test('an open question is exit 2 although other files went in; a new book that nothing came into is not left behind', async () => {
    const fresh = at('fresh.onefold');
    expect(await json('import', fresh, at('broken.xml'))).toMatchObject({ status: 2, value: { created: false } });
    expect(await json('import', fresh, at('orders.csv'), '--dry-run')).toMatchObject({ status: 0, value: { created: false } });
    expect(existsSync(fresh)).toBe(false);
    expect(readFileSync(join(dataDir, 'recent.json'), 'utf8'), 'a book that was taken away is not offered').not.toContain(fresh);
    const mixed = await json('import', fresh, at('orders.csv'), at('books.csv'));
    expect(mixed).toMatchObject({ status: 2, value: { created: true, files: [{ state: 'published' }, { state: 'asking' }] } });
    expect(existsSync(fresh)).toBe(true);
  });

  test('one file that cannot be read does not stop the others', async () => {
    const late = at('late.csv');
    writeFileSync(late, `${[SHOP_HEADER, shopRow('#1003', '5.00', '09', 'joy@example.com', '53')].join('\n')}\n`);
    const mixed = await json('import', book, at('broken.xml'), late, '--account', 'shopify=storeA');
    expect(mixed).toMatchObject({ status: 0, value: { files: [{ state: 'failed' }, { state: 'published' }] } });
    expect((await json('import', book, at('broken.xml'))).status).toBe(2);
  });

  test('match, rebuild and status agree', async () => {
    expect(await json('match', book)).toMatchObject({ status: 0, value: { orders: 5 } });
    expect(await json('rebuild', book, '--check')).toMatchObject({ status: 0, value: { agrees: true, differenceCount: 0 } });
    const { stdout } = await onefold('status', book);
    expect(stdout).toContain('5 orders');
  });

  test('every export is written, as lines and as a table', async () => {
    for (const what of ['orders', 'proposals', 'links', 'exceptions', 'log']) {
      const out = at(`${what}.jsonl`);
      expect(await json('export', book, '--what', what, '--out', out)).toMatchObject({
        status: 0,
        value: { what, format: 'jsonl', path: out },
      });
    }
    expect(await json('export', book, '--what', 'orders', '--out', at('orders.csv'))).toMatchObject({
      value: { format: 'csv', rows: 5 },
    });
    expect(await json('export', book, '--what', 'log', '--out', at('log.xlsx'))).toMatchObject({
      status: 0,
      value: { format: 'xlsx' },
    });
    const sheet = sheetTexts(readFileSync(at('log.xlsx'))).get('Change log') ?? '';
    expect(
      sheet
        .split('\n')
        .slice(0, 2)
        .map((line) => line.split('\t').slice(0, 1)),
    ).toEqual([['seq'], ['1']]);
    const text = readFileSync(at('orders.jsonl'), 'utf8');
    expect(text.trimEnd().split('\n')).toHaveLength(5);
    await onefold('export', book, '--what', 'orders', '--out', at('orders.jsonl'));
    expect(readFileSync(at('orders.jsonl'), 'utf8')).toBe(text);
    expect(existsSync(`${at('orders.jsonl')}.partial`)).toBe(false);
  });

  test('a pack verifies, against its head and against an older one; a forged book does not', async () => {
    const pack = at('pack.zip');
    const made = await json('export', book, '--what', 'audit-pack', '--out', pack);
    const head = String(made.value.head);
    expect(await json('verify', pack)).toMatchObject({ status: 0, value: { verdict: 'consistent, not witnessed' } });
    expect(await json('verify', book, '--head', head)).toMatchObject({ status: 0, value: { state: 'witnessed' } });
    expect(await json('verify', book, '--against', pack)).toMatchObject({ status: 0, value: { state: 'witnessed' } });
    expect(await json('verify', pack, '--against', book)).toMatchObject({ status: 0 });
    expect((await onefold('verify', book, '--head', '0'.repeat(64))).status).toBe(1);

    const db = new BetterSqlite3(book);
    db.prepare("UPDATE change_log SET body = replace(body, 'orders.csv', 'orders.txt') WHERE body LIKE '%orders.csv%'").run();
    db.close();
    const forged = await onefold('verify', book);
    expect(forged.status).toBe(3);
    expect(forged.stdout).toMatch(/^broken: first at entry 2\n/);
  });
});

test('a new book is in the currency that its files state, whatever those mean that state none', async () => {
  const deals = ['Record ID,Deal Name,Deal Stage,Amount,Close Date', '9001,Lamp for Ada Byron,closedwon,120.00,2026-03-01'];
  writeFileSync(at('pounds.csv'), SHOP.replaceAll('USD', 'GBP'));
  writeFileSync(at('deals.csv'), deals.join('\n'));
  const book = at('pounds.onefold');
  const made = await json('import', book, at('deals.csv'), at('pounds.csv'));
  expect(made.stderr).toContain('The book is in GBP');
  expect((await json('status', book)).value).toMatchObject({ baseCurrency: 'GBP' });
  const totals = (made.value.files as { name: string; totals: object }[]).map(({ name, totals }) => [name, Object.keys(totals)]);
  expect(Object.fromEntries(totals)).toEqual({ 'deals.csv': ['GBP'], 'pounds.csv': ['GBP'] });
  const log = await onefold('export', book, '--what', 'log', '--out', at('pounds.jsonl'));
  expect(log.status).toBe(0);
  expect(readFileSync(at('pounds.jsonl'), 'utf8')).not.toContain('settings.changed');

  const asked = at('euros.onefold');
  expect((await json('import', asked, '--currency', 'EUR', '--zone', 'Europe/Berlin', at('deals.csv'))).status).toBe(0);
  expect((await json('status', asked)).value).toMatchObject({ baseCurrency: 'EUR', timeZone: 'Europe/Berlin' });
  const other = await onefold('import', asked, '--currency', 'USD', at('pounds.csv'));
  expect(other.status).toBe(2);
  expect(other.stderr).toContain('is in EUR, not USD');
});

test('the sheets of a workbook go in as files, and its pack proves both', async () => {
  const book = at('sheets.onefold');
  const orders = SHOP.split('\n').map((line) => line.split(','));
  writeFileSync(
    at('month.xlsx'),
    madeWorkbook([
      { name: 'Orders', rows: orders },
      { name: 'Notes', rows: [['Only a note']] },
    ]),
  );
  const { status, value } = await json('import', book, at('month.xlsx'));
  expect({ status, files: value.files }).toMatchObject({
    status: 0,
    files: [
      { name: 'month.xlsx · Orders', state: 'published', counts: { new: 2 } },
      { name: 'month.xlsx · Notes', state: 'failed' },
    ],
  });
  await onefold('export', book, '--what', 'audit-pack', '--out', at('sheets.zip'));
  const pack = unzipSync(readFileSync(at('sheets.zip')));
  const kept = Object.keys(pack).filter((name) => name.startsWith('sources/files/'));
  expect(kept.map((name) => name.slice(name.lastIndexOf('.'))).sort()).toEqual(['.tsv', '.xlsx']);
  expect(await json('verify', at('sheets.zip'))).toMatchObject({ status: 0, value: { verdict: 'consistent, not witnessed' } });
});

test('a demo company is made by seed, and is not made over a book that is there', async () => {
  const book = at('demo.onefold');
  const made = await json('demo', book, '--profile', 'agency', '--orders', '40', '--seed', '3');
  expect(made).toMatchObject({ status: 0, value: { isDemo: true } });
  expect(await json('rebuild', book, '--check')).toMatchObject({ status: 0 });
  const money = await json('reconcile', book);
  expect(money).toMatchObject({ status: 1, value: { asOf: expect.stringMatching(/^\d{4}-/), links: expect.any(Number) } });
  expect(await json('reconcile', book, '--as-of', '2025-03-31')).toMatchObject({ value: { asOf: '2025-03-31T23:59:59.999Z' } });
  // A small book is refused in words, and nothing is prepared.
  expect(await json('models', book, '--prepare')).toMatchObject({ status: 2, value: { problem: { code: 'too_few_links' } } });
  const known = { models: [{ number: 1, state: 'inForce' }] };
  expect(await json('models', book)).toMatchObject({ status: 0, value: known });
  expect(await json('models', book, '--try', '1')).toMatchObject({ status: 0, value: { number: 1, joined: 0, parted: 0 } });
  expect(await json('models', book, '--adopt', '1')).toMatchObject({ status: 2, value: { problem: { code: 'in_force' } } });
  const again = await json('demo', book, '--orders', '40');
  expect(again).toMatchObject({ status: 2, value: { problem: { todo: expect.any(String) } } });
});

describe('bad use is a sentence and exit 2', () => {
  test.each([
    [['frobnicate'], 'no command "frobnicate"'],
    [['status', 'nowhere.onefold'], 'no book at'],
    [['import', 'b.onefold', 'nowhere.csv'], 'no file nowhere.csv'],
    [['verify', 'nowhere'], 'nothing at'],
    [['export', 'b.onefold', '--what', 'orders', '--out', join('nowhere', 'orders.csv')], 'no folder'],
    [['reconcile', 'b.onefold', '--as-of', 'yesterday'], 'is a date or a time'],
  ])('%j', async (args, words) => {
    const { status, stderr, stdout } = await onefold(...args);
    expect(stderr).toContain(words);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(existsSync('b.onefold')).toBe(false);
  });

  test('with --json the sentence is JSON, too', async () => {
    expect(await json('status', at('nowhere.onefold'))).toMatchObject({ status: 2, value: { problem: { code: 'bookMissing' } } });
  });

  test('help is not bad use', async () => {
    expect(await onefold('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('onefold verify BOOK|PACK') });
  });
});

test('Ctrl-C stops an import between two steps; the next one finds a sound book', async () => {
  const big = at('big.csv');
  const rows = Array.from({ length: 60_000 }, (_, i) => shopRow(`#${i + 1}`, '10.00', '05', `c${i}@example.com`, String(i + 1)));
  writeFileSync(big, `${[SHOP_HEADER, ...rows].join('\n')}\n`);
  const book = at('stopped.onefold');
  const child = spawn(process.execPath, [CLI, 'import', book, big], { env: ENV });
  child.stderr.setEncoding('utf8');
  // The file's own progress: by then the book is there, and its 60,000 rows are far from published.
  for await (const text of child.stderr as AsyncIterable<string>) if (/big\.csv \d+ %/.test(text)) break;
  const gone = once(child, 'exit');
  child.kill('SIGINT');
  const outcome = await Promise.race([gone, setTimeout(60_000, ['too slow'], { ref: false })]);
  expect(outcome[0]).toBe(130);
  expect(existsSync(book), 'the book stays, whatever the import was at').toBe(true);
  expect(await json('status', book)).toMatchObject({ status: 0, value: { counts: { records: 0 } } });
  expect(await json('verify', book)).toMatchObject({ status: 0 });
});
