/**
 * A generated year, reconciled without a book and scored against its truth: the files through the connectors, the orders as the truth
 * has them. For developers: `node test/simulation/ledger-year.ts shop 2000 1`.
 */

import { isContentId } from '#core/connectors/content-id.ts';
import { detectFile, isUnreadable, openParser } from '#core/connectors/registry.ts';
import { LINK_KINDS, POSITION_FIGURES, type ReconcileOutput, type Subject } from '#core/reconciliation/outputs.ts';
import { reconcile } from '#core/reconciliation/reconcile.ts';
import type { StatementDraft } from '#shared/domain/money-events.ts';
import { keyText, type RecordDraft, type RecordKey } from '#shared/domain/source-record.ts';
import { isOrderLike, roleOf, type System } from '#shared/domain/systems.ts';
import { type Demo, type DemoFile, generate, type Profile } from '#test/demo/generate.ts';
import { reportOf } from '#test/demo/score/report.ts';
import { score } from '#test/demo/score/score.ts';
import { type HandMoney, moneyInput, type SeenInput } from '#test/factories/money-input.ts';
import { holidays } from '../../main/services/money/holidays.ts';

interface Read extends HandMoney {
  readonly name: { readonly nativeId: string; readonly aliases: readonly string[] };
}

interface TrueOrder {
  readonly members: readonly (RecordKey & { readonly aliases: readonly string[] })[];
}

export interface LedgerYear {
  readonly seen: SeenInput;
  readonly output: ReconcileOutput;
  readonly names: ReadonlyMap<string, Read['name']>;
  readonly demo: Demo;
}

export function ledgerYear(profile: Profile, orders: number, seed: number): LedgerYear {
  const demo = generate({ profile, orders, seed, year: 2025 });
  const records = new Map<string, Read>();
  const stated: { readonly system: System; readonly account: string; readonly draft: StatementDraft }[] = [];
  for (const file of demo.files) readFile(file, records, (system, draft) => stated.push({ system, account: file.account, draft }));
  const all = [...records.values()];
  const groups = orderGroups(demo, all);
  const asOf = all.reduce((latest, { facts }) => Math.max(latest, facts.placedAt?.ms ?? 0), 0);
  const seen = moneyInput({
    money: all.filter(({ key }) => roleOf(key.type) === 'money' || roleOf(key.type) === 'booking'),
    orders: groups,
    isHoliday: holidays(),
    policy: { baseCurrency: 'USD' },
    asOf: new Date(asOf).toISOString(),
  });
  const started = performance.now();
  const statements = stated.map(({ system, account, draft }) => ({ ...draft, source: seen.sourceOf(system, account) }));
  const output = reconcile({ ...seen.input, statements });
  console.error(`reconciled ${seen.input.money.size} events in ${Math.round(performance.now() - started)} ms`);
  return { seen, output, names: new Map(all.map(({ key, name }) => [keyText(key), name])), demo };
}

function readFile(file: DemoFile, records: Map<string, Read>, state: (system: System, draft: StatementDraft) => void): void {
  const bytes = Buffer.from([...file.chunks()].join('')).toString('latin1');
  const defaults = { zone: 'UTC', currency: 'USD', dateOrder: null, decimalMark: null };
  const found = detectFile({ name: file.name, head: bytes, complete: true, mappings: [], defaults });
  if (isUnreadable(found) || found.layoutId === null) {
    console.error(`not read: ${file.name}`);
    return;
  }
  const parser = openParser(found.options, found, {
    record: (draft) => addRecord(records, file, found.system, draft),
    statement: (draft) => state(found.system, draft),
    rejected: (row) => console.error(`${file.name}:${row.span.line}: ${row.cause}`),
  });
  parser.push(bytes);
  parser.end();
}

function addRecord(
  records: Map<string, Read>,
  file: DemoFile,
  system: System,
  { type, nativeId, facts, refs, aliases, span }: RecordDraft,
): void {
  const key: RecordKey = { system, account: file.account, type, nativeId };
  const known = records.get(keyText(key));
  const stated = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
  const place = `${file.name}:${span.line}`;
  records.set(keyText(key), {
    key,
    facts: { ...known?.facts, ...stated },
    refs: [...(known?.refs ?? []), ...refs],
    name: known?.name ?? { nativeId: isContentId(nativeId) ? place : nativeId, aliases: [...aliases, place] },
  });
}

/** Orders as the truth groups them; what the truth does not name stands alone. */
function orderGroups(demo: Demo, all: readonly Read[]): Read[][] {
  const byId = new Map<string, Read>();
  for (const read of all) {
    if (!isOrderLike(read.key.type)) continue;
    for (const id of [read.name.nativeId, ...read.name.aliases]) byId.set(`${read.key.system} ${read.key.account} ${id}`, read);
  }
  const truth = [...(demo.truth.find(({ name }) => name === 'orders.jsonl')?.chunks() ?? [])].join('');
  const used = new Set<Read>();
  const groups: Read[][] = [];
  for (const line of truth.split('\n')) {
    if (line === '') continue;
    const { members } = JSON.parse(line) as TrueOrder;
    const found = members.flatMap(({ system, account, nativeId }) => byId.get(`${system} ${account} ${nativeId}`) ?? []);
    const fresh = found.filter((read) => !used.has(read));
    for (const read of fresh) used.add(read);
    if (fresh.some(({ key }) => roleOf(key.type) === 'order')) groups.push(fresh.filter(({ key }) => roleOf(key.type) === 'order'));
  }
  for (const read of byId.values()) if (!used.has(read) && roleOf(read.key.type) === 'order') groups.push([read]);
  return groups.map((group) => [...new Set(group)]);
}

/** The result files of a year, as text by name. */
export function resultLines({ seen, output, names }: LedgerYear): ReadonlyMap<string, readonly string[]> {
  const recordOf = ({ key }: HandMoney): object => ({ ...key, ...(names.get(keyText(key)) ?? { aliases: [] }) });
  const rowName = (row: number): object => {
    const hand = seen.rows[row];
    return hand === undefined ? {} : recordOf(hand);
  };
  const orderName = (order: number): object => {
    const head = seen.orders[order]?.[0];
    return head === undefined ? {} : recordOf(head);
  };
  const payoutName = (index: number): object => {
    const payout = output.payouts[index];
    const [row] = payout?.rows ?? [];
    const source = seen.input.sources[payout?.source ?? 0];
    const type = source?.system === 'amazon' ? 'settlement' : 'payout';
    const id = seen.input.text(payout?.id ?? 0);
    const spelt = seen.rows.find(({ facts }) => facts.payoutId?.toUpperCase() === id)?.facts.payoutId ?? id;
    if (row !== undefined)
      return { ...rowName(row), aliases: [...((rowName(row) as { aliases?: string[] }).aliases ?? []), spelt] };
    return { system: source?.system, account: source?.account, type, nativeId: spelt, aliases: [] };
  };
  const payoutNames = output.payouts.map((_, index) => payoutName(index));
  const subject = (of: Subject): object =>
    of.of === 'row'
      ? rowName(of.row)
      : of.of === 'order'
        ? orderName(of.order)
        : of.of === 'payout'
          ? (payoutNames[of.payout] ?? {})
          : {};
  const { links } = output;
  const linkLines: string[] = [];
  for (let i = 0; i < links.size; i++) {
    const kind = LINK_KINDS[links.kind[i] as number] ?? 'payment-order';
    const from = links.from[i] as number;
    const to = links.to[i] as number;
    linkLines.push(
      JSON.stringify({
        kind,
        from: kind === 'payout-bank' ? payoutNames[from] : rowName(from),
        to: kind.endsWith('-order')
          ? orderName(to)
          : kind === 'payout-line' || kind === 'booking-payout'
            ? payoutNames[to]
            : rowName(to),
        state: links.linked[i] === 1 ? 'linked' : 'proposed',
      }),
    );
  }
  const orderLines = seen.orders.map((members, order) =>
    JSON.stringify({
      members: members.map(recordOf),
      position: Object.fromEntries(
        POSITION_FIGURES.map((name, i) => [name, output.positions.figures[order * POSITION_FIGURES.length + i]]),
      ),
    }),
  );
  const exceptionLines = output.findings
    .filter(({ subjects }) => subjects.some(({ of }) => of !== 'source'))
    .map(({ reason, subjects }) => JSON.stringify({ reason, subjects: subjects.filter(({ of }) => of !== 'source').map(subject) }));
  return new Map([
    ['orders.jsonl', orderLines],
    ['links.jsonl', linkLines],
    ['exceptions.jsonl', exceptionLines],
    ['proposals.jsonl', []],
  ]);
}

export async function scoreYear(year: LedgerYear): ReturnType<typeof score> {
  const results = resultLines(year);
  const texts = new Map(year.demo.truth.map(({ name, chunks }) => [name, [...chunks()].join('').split('\n')]));
  const source = (files: ReadonlyMap<string, readonly string[]>) => ({
    lines: (name: string) => {
      const lines = files.get(name);
      return lines === undefined ? null : linesOf(lines);
    },
  });
  return score(source(texts), source(results));
}

async function* linesOf(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

if (process.argv[1]?.endsWith('ledger-year.ts') === true) {
  const [, , profile = 'shop', orders = '1000', seed = '1'] = process.argv;
  const year = ledgerYear(profile === 'agency' ? 'agency' : 'shop', Number(orders), Number(seed));
  console.log(reportOf(await scoreYear(year)));
}
