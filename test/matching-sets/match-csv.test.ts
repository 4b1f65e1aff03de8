import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { TableProblem } from '#core/matching/tables/build.ts';
import { SAMPLED_PAIRS } from '#core/matching/training/collect.ts';
import { matchCsv, type Stage } from '#main/services/match-csv/index.ts';
import { bestF1, foundPairs, isThere, SETS, scoreOf, truePairs } from './sets.ts';

const folder = mkdtempSync(join(tmpdir(), 'onefold-match-csv-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (spec: string, files: readonly string[], out: string, model: string | null = null, threads: number | null = null) =>
  matchCsv(
    { spec, files, out: join(folder, out), model, splink: false, threads },
    () => undefined,
    () => 0,
    () => 0,
  );
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const written = (out: string): string[] =>
  ['pairs.csv', 'clusters.csv', 'model.json'].map((name) => readFileSync(join(folder, out, name), 'utf8'));

const SPEC = {
  name: 'clients',
  tables: [{ name: 'clients', id: 'id' }],
  fields: [
    { name: 'name', from: 'name', as: 'company' },
    { name: 'email', from: 'email', as: 'email' },
    { name: 'city', from: 'city', as: 'text' },
  ],
  comparisons: [
    { name: 'name', field: 'name', levels: [{ when: { test: 'equal' } }, { when: { test: 'jaroWinkler', atLeast: 0.9 } }] },
    { name: 'email', field: 'email', levels: [{ when: { test: 'equal' } }] },
    { name: 'city', field: 'city', levels: [{ when: { test: 'equal' } }] },
  ],
  passes: [
    { name: 'e-mail', key: ['email'] },
    { name: 'start of the name', key: ['name.first:4'] },
  ],
};

/** Sixty clients, every third one twice: with a slip in the name, and now and then without an e-mail. */
function rows(): string[] {
  const first = ['Amber', 'Birch', 'Cobalt', 'Dune', 'Ember', 'Fjord', 'Grove', 'Harbor', 'Indigo', 'Juniper'];
  const second = ['Roofing', 'Bakery', 'Optics', 'Freight', 'Studio', 'Dental'];
  return first.flatMap((one, i) =>
    second.flatMap((other, j) => {
      const number = i * second.length + j;
      const own = `${number},${one} ${other},mail@${one}-${other}.example,City ${number % 7}`;
      const slip = other.replace('o', 'oo').replace('a', 'aa');
      const twice = `9${number},"${one} ${slip}, Inc.",${number % 2 === 0 ? '' : `mail@${one}-${other}.example`},City ${number % 7}`;
      return number % 3 === 0 ? [own, twice] : [own];
    }),
  );
}
const table = (lines: readonly string[]): string => ['id,name,email,city', ...lines, ''].join('\n');

describe('match-csv', () => {
  const spec = write('spec.json', JSON.stringify(SPEC));

  it('finds what stands twice, and writes pairs, clusters and a card', async () => {
    const summary = await run(spec, [write('all.csv', table(rows()))], 'one');
    const [pairs = '', clusters = '', card = ''] = written('one');
    const likely = pairs
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .filter(([, , probability]) => Number(probability) >= 0.5)
      .map(([a, b]) => `${a} ${b}`);
    expect(likely.sort()).toEqual(Array.from({ length: 20 }, (_, i) => `${3 * i} 9${3 * i}`).sort());
    expect(pairs.split('\n')[0]).toBe('id_a,id_b,probability,state,score_bits');
    expect(clusters).toContain('\nclients,93,');
    expect(JSON.parse(card)).toMatchObject({
      version: summary.version,
      specification: { name: 'clients' },
      run: { records: { all: 80 } },
    });
  });

  it('gives the same for shuffled rows and files', async () => {
    const all = rows();
    await run(
      spec,
      [
        write('odd.csv', table(all.filter((_, i) => i % 2 === 1).toReversed())),
        write('even.csv', table(all.filter((_, i) => i % 2 === 0))),
      ],
      'two',
    );
    expect(written('two')).toEqual(written('one'));
  });

  it.each([
    ['a sample of the pairs', { many: 60, isSample: true }],
    ['all pairs', { many: 3, isSample: false }],
  ])('gives the same for 1, 2 and 4 threads and shuffled files, learning from %s', async (name, { many, isSample }) => {
    // Windows, words and several keys a record: every kind of work that threads share.
    const words = {
      ...SPEC,
      comparisons: [
        ...SPEC.comparisons.slice(0, 1),
        {
          name: 'words',
          field: 'name',
          levels: [{ when: { test: 'words', atLeast: 0.5 } }, { when: { test: 'runs', atLeast: 0.4 } }],
        },
        ...SPEC.comparisons.slice(1),
      ],
      passes: [...SPEC.passes, { name: 'words of the name', key: ['name.eachWord'] }, { name: 'town', key: ['city'] }],
    };
    const wide = write('wide.json', JSON.stringify(words));
    const all = Array.from({ length: many }, (_, copy) => rows().map((row) => `${copy + 1}0${row}`)).flat();
    const out = (threads: number): string => `${name} ${threads}`;
    const { compared } = await run(wide, [write('ordered.csv', table(all))], out(1), null, 1);
    expect(compared > SAMPLED_PAIRS).toBe(isSample);
    for (const threads of [2, 4]) {
      const files = [0, 1, 2].map((part) => write(`part-${part}.csv`, table(all.filter((_, at) => at % 3 === part).toReversed())));
      await run(wide, files, out(threads), null, threads);
      expect(written(out(threads))).toEqual(written(out(1)));
    }
    expect(written(out(1))[0]?.split('\n').length).toBeGreaterThan(60);
  });

  it('runs a model again as it is', async () => {
    await run(spec, [join(folder, 'all.csv')], 'three', join(folder, 'one', 'model.json'));
    expect(written('three')[0]).toBe(written('one')[0]);
  });

  it('reads files as spreadsheets write them: a mark at the beginning, semicolons, UTF-16, Windows letters, another case', async () => {
    const text = table(rows()).replace(/Amber/g, 'Ämber');
    await run(spec, [write('plain.csv', text)], 'plain');
    const variants = {
      mark: `\ufeff${text.replaceAll('\n', '\r\n')}`,
      semicolons: text.replace(/"([^"]*), Inc\."/g, '$1 Inc.').replaceAll(',', ';'),
      utf16: Buffer.from(`\ufeff${text}`, 'utf16le'),
      windows: Buffer.from(text, 'latin1'),
      capitals: text.replace('id,name,email,city', ' ID ,Name,EMAIL,City'),
    };
    for (const [name, content] of Object.entries(variants)) {
      writeFileSync(join(folder, `${name}.csv`), content);
      await run(spec, [join(folder, `${name}.csv`)], name);
      expect(written(name)[0], name).toBe(written('plain')[0]);
    }
  });

  it('tells UTF-8 where a letter is cut by the end of what is read at once', async () => {
    const filler = Array.from({ length: 40_000 }, (_, i) => `${1000 + i},€€€€€ ${i} éé,,Ort`).join('\n');
    await run(
      spec,
      [
        write(
          'long.csv',
          `id,name,email,city\n1,Élan Studio,mail@elan.example,Köln\n2,Elan Studio,mail@elan.example,Koln\n${filler}\n`,
        ),
      ],
      'long',
    );
    expect(written('long')[0]).toMatch(/^1,2,/m);
  });

  it('tells how far reading is, then what it does', async () => {
    const told: (readonly [stage: Stage, done: number])[] = [];
    const filler = Array.from({ length: 60_000 }, (_, i) => `${1000 + i},Name ${i} of a client with a long name,,Town`).join('\n');
    await matchCsv(
      {
        spec,
        files: [write('told.csv', `id,name,email,city\n${filler}\n`)],
        out: join(folder, 'told'),
        model: null,
        splink: false,
        threads: 1,
      },
      (stage, done) => told.push([stage, done]),
      () => 0,
      () => 0,
    );
    const reading = told.flatMap(([stage, done]) => (stage === 'reading' ? [done] : []));
    expect(reading.length).toBeGreaterThan(2);
    expect(reading).toEqual(reading.toSorted((a, b) => a - b));
    expect(Math.max(...reading)).toBe(1);
    const stages = [...new Set(told.map(([stage]) => stage))];
    expect(stages[0]).toBe('reading');
    expect(stages.at(-1)).toBe('writing');
  });

  it('calls rows without an id by their number', async () => {
    const free = { ...SPEC, tables: [{ name: 'clients' }] };
    const lines = rows().map((row) => row.slice(row.indexOf(',') + 1));
    await run(write('free.json', JSON.stringify(free)), [write('free.csv', ['name,email,city', ...lines, ''].join('\n'))], 'free');
    expect(written('free')[0]).toMatch(/^1,2,/m);
  });

  it.each([
    ['none', 0],
    ['one', 1],
    ['two', 2],
    ['three', 3],
  ])('is content with a table of rows: %s', async (name, count) => {
    const summary = await run(spec, [write(`few-${name}.csv`, table(rows().slice(0, count)))], `few-${name}`);
    expect(summary).toMatchObject({ rows: count, pairs: { joined: 0 } });
  });

  it('finds nothing where every record is its own, and joins nothing', async () => {
    const lines = rows().filter((row) => !row.startsWith('9'));
    expect((await run(spec, [write('own.csv', table(lines))], 'own')).pairs.joined).toBe(0);
  });

  it('learns beside columns that say nothing, or always the same', async () => {
    const lines = rows().map((row) => row.replace(/City \d$/, 'Town'));
    await run(spec, [write('same.csv', table(lines))], 'same');
    const silent = lines.map((row) => row.replace(/Town$/, ''));
    await run(spec, [write('silent.csv', table(silent))], 'silent');
    for (const out of ['same', 'silent'])
      expect(
        written(out)[0]
          ?.split('\n')
          .filter((line) => line.includes(',joined,')).length,
      ).toBeGreaterThan(5);
  });

  const broken = (change: object): string => write('broken.json', JSON.stringify({ ...SPEC, ...change }));
  const level = (when: object) => ({ comparisons: [{ name: 'name', field: 'name', levels: [{ when }] }] });

  it.each([
    ['a file that is not there', () => run(spec, ['nowhere.csv'], 'x'), 'there is no file nowhere.csv'],
    ['a row without an id', () => run(spec, [write('d.csv', table(['1,a,,', ',b,,']))], 'x'), 'line 3 of "clients" has nothing'],
    [
      'a test that is none',
      () => run(broken(level({ test: 'jarowinkler' })), ['a.csv'], 'x'),
      'there is no test "jarowinkler"; there are equal, jaroWinkler',
    ],
    ['a test without its number', () => run(broken(level({ all: [{ test: 'edits' }] })), ['a.csv'], 'x'), 'test "edits": atMost'],
    [
      'a condition that is none',
      () => run(broken(level({ tset: 'equal' })), ['a.csv'], 'x'),
      'a condition has one of "test", "all", "any" and "not"',
    ],
    [
      'bands of a text',
      () => run(broken({ passes: [{ name: 'p', key: ['name.band:5'] }] }), ['a.csv'], 'x'),
      '"band:5" is for numbers',
    ],
    [
      'several keys that are not last',
      () => run(broken({ passes: [{ name: 'p', key: ['name.eachWord.first:3'] }] }), ['a.csv'], 'x'),
      '"eachWord" makes several keys',
    ],
    [
      'a table without a file',
      () => run(broken({ tables: [...SPEC.tables, { name: 'others', id: 'id' }] }), [join(folder, 'all.csv')], 'x'),
      'no file was given for the table "others"',
    ],
    ['a spec that is none', () => run(write('bad.json', '{"name":"x"}'), ['a.csv'], 'x'), 'not a matching specification'],
    ['a spec that is not JSON', () => run(write('bad.json', '{'), ['a.csv'], 'x'), 'is not JSON'],
    ['a missing column', () => run(spec, [write('b.csv', 'id,name\n1,a\n')], 'x'), 'has no column "email"'],
    ['an open quote', () => run(spec, [write('c.csv', 'id,name,email,city\n1,"a,b,c\n')], 'x'), 'cannot be read at line 2'],
    ['a missing model', () => run(spec, [join(folder, 'all.csv')], 'x', join(folder, 'none.json')), 'there is no file'],
  ])('says what is wrong with %s', async (_, act, words) => {
    await expect(act).rejects.toThrow(TableProblem);
    await expect(act).rejects.toThrow(words);
  });
});

describe('the labelled sets', () => {
  // The larger ones are held against their bars by `npm run bench -- --only sets`.
  const QUICK = ['febrl1', 'fodors-zagats', 'splink-fake-1000', 'cash-application n100'];
  for (const one of SETS.filter(({ name }) => QUICK.includes(name))) {
    it.skipIf(!isThere(one))(`${one.name} (skipped where ../shared is not beside the repository)`, async () => {
      await run(one.spec, one.files, one.name);
      const found = foundPairs(join(folder, one.name), one);
      const truth = truePairs(one);
      const likely = found.filter(({ probability }) => probability >= 0.5);
      expect(scoreOf(likely, truth).f1).toBeGreaterThanOrEqual(one.stretch);
      expect(bestF1(found, truth)).toBeGreaterThanOrEqual(one.stretch);
      const joined = found.filter(({ state }) => state === 'joined');
      expect(scoreOf(joined, truth).precision).toBeGreaterThanOrEqual(0.999);
    });
  }
});
