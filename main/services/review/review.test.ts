import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reviewCommands, reviewQueries } from '#main/services/review/index.ts';
import type { Receipt } from '#shared/contract/procedure.ts';
import type { Comparison, MergeEffects, ReviewFilter } from '#shared/contract/review.ts';
import type { Facts } from '#shared/domain/fields.ts';
import { canonicalIdOf } from '#shared/domain/ids.ts';
import { DAY_MS } from '#shared/domain/instant.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { type HandMadeBook, type HandRecord, handMadeBook } from '#test/factories/hand-made-book.ts';
import { ordersIn, questionsIn } from '#test/simulation/logical-state.ts';

const NO_REASON = { reasonCode: null, reasonText: null };
const NO_FILTER: ReviewFilter = { text: '', systems: [], bands: [], minAmountMinor: 0, conflict: null };
const PLACED = Date.UTC(2026, 2, 3, 9, 12);
const queries = reviewQueries();
const commands = reviewCommands();

const shop = (nativeId: string): RecordKey => ({ system: 'shopify', account: 'main', type: 'order', nativeId });
const deal = (nativeId: string): RecordKey => ({ system: 'hubspot', account: 'main', type: 'deal', nativeId });
const erp = (nativeId: string): RecordKey => ({ system: 'netsuite', account: 'main', type: 'sales_order', nativeId });

function sale(key: RecordKey, facts: Facts = {}, versionMs = PLACED): HandRecord {
  return {
    key,
    versionMs,
    facts: {
      orderNumber: key.nativeId,
      clientName: 'Mabel Ortiz',
      total: 18_420,
      currency: 'USD',
      placedAt: { ms: PLACED, text: '2026-03-03 09:12', precision: 'exact' },
      ...facts,
    },
  };
}

let book: HandMadeBook;
let commandCount = 0;
beforeEach(() => {
  book = handMadeBook();
});
afterEach(() => book.dispose());

const commandId = () => `test-command-${++commandCount}`;
const get = (proposalId: string, tab: 'toReview' | 'merged' | 'notDuplicates' = 'toReview') =>
  queries.get(book.reader, { proposalId, tab, filter: NO_FILTER }) as Comparison;
const preview = (proposalId: string, picks: Parameters<NonNullable<typeof queries.preview>>[1]['picks'] = []) =>
  queries.preview(book.reader, { proposalId, picks }) as MergeEffects | null;
const orders = () => ordersIn(book.db).map(({ members }) => members);

type MergeInput = Parameters<NonNullable<typeof commands.merge>>[1];

function merge(proposalId: string, more: Partial<MergeInput> = {}): Receipt {
  const { token, members } = get(proposalId);
  return commands.merge(book.context, {
    commandId: commandId(),
    proposalId,
    token,
    memberIds: members.map(({ recordId }) => recordId),
    picks: [],
    overrides: [],
    ...NO_REASON,
    ...more,
  }) as Receipt;
}

function withdraw(decisionId: number | null | undefined): Receipt {
  return commands.withdraw(book.context, { commandId: commandId(), decisionId: decisionId ?? 0, ...NO_REASON }) as Receipt;
}

function askTwo(left: Facts = {}, right: Facts = {}): string {
  book.importFile('two.csv', [sale(shop('#1'), left), sale(deal('D-1'), right)]);
  return book.ask({ members: [shop('#1'), deal('D-1')] });
}

describe('the comparison', () => {
  it('marks the very characters that differ, says whose value is chosen and why', () => {
    const id = askTwo({ clientName: 'Harbor & Pine Co.' }, { clientName: 'Harbor and Pine Company', total: 19_000 });
    const { rows, members, position, item } = get(id);
    expect(members.map(({ caption, part }) => [caption, part])).toEqual([
      ['Order #1', 'owns terms'],
      ['Deal D-1', 'copy'],
    ]);
    expect(position).toEqual({ index: 0, total: 1 });
    expect(item).toMatchObject({ state: 'open', blocked: false, band: 'likely' });
    const client = rows.find(({ field }) => field === 'clientName');
    expect(client).toMatchObject({ standing: 'conflict', why: 'Shopify owns the sale', defaultRecordId: book.id(shop('#1')) });
    expect(client?.cells[0]).toMatchObject({ same: true, marks: [] });
    const other = client?.cells[1];
    expect(other?.marks.map(({ start, end }) => other.value?.text.slice(start, end))).toEqual(['and', 'mpany']);
    expect(rows.find(({ field }) => field === 'currency')?.standing).toBe('identical');
  });

  it('tells blank, absent and cleared apart', () => {
    const id = askTwo({ email: 'm.ortiz@example.com', phone: null }, { phone: '+1 555 0100' });
    book.importFile('later.csv', [sale(shop('#1'), { email: null }, PLACED + DAY_MS)]);
    const states = (field: string) =>
      get(id)
        .rows.find((row) => row.field === field)
        ?.cells.map(({ state }) => state);
    expect(states('phone')).toEqual(['blank', 'value']);
    expect(states('email')).toBeUndefined();
    book.importFile('deal.csv', [sale(deal('D-1'), { email: 'deal@example.com', phone: '+1 555 0100' }, PLACED + DAY_MS)]);
    expect(states('email')).toEqual(['cleared', 'value']);
  });

  it('is gone for a question that is not there', () => {
    expect(get('prp_nothing')).toBeNull();
    expect(preview('prp_nothing')).toBeNull();
  });
});

describe('merging with choices', () => {
  it('takes a picked value, a typed one, both, and a blank; and all go with one undo', () => {
    const id = askTwo({ notes: 'gift', tags: 'vip', owner: 'A' }, { notes: 'rush', tags: 'late', owner: 'B' });
    const before = ordersIn(book.db);
    const done = merge(id, {
      picks: [
        { field: 'clientName', from: 'person', text: 'Mabel Ortiz-Reyes' },
        { field: 'notes', from: 'both' },
        { field: 'tags', from: 'record', recordId: book.id(deal('D-1')) },
        { field: 'owner', from: 'blank' },
      ],
    });
    const [order] = ordersIn(book.db);
    expect(order).toMatchObject({ client: 'Mabel Ortiz-Reyes', joinedBy: 'person' });
    expect(order?.fields).toMatchObject({
      clientName: { value: 'Mabel Ortiz-Reyes', recordId: null, why: 'entered by Ana', rule: 'picked' },
      notes: { value: 'gift · rush', why: 'both kept by Ana' },
      tags: { value: 'late', recordId: 'hubspot:D-1', why: 'HubSpot, chosen by Ana' },
      owner: { value: null, recordId: null, why: 'left blank by Ana' },
    });
    withdraw(done.decisionId);
    expect(ordersIn(book.db)).toEqual(before);
  });

  it('changes a locked term only by an override with a reason of ten characters', () => {
    const id = askTwo({ total: 40_000_00 }, { total: 42_400_00 });
    const picks = [{ field: 'total', from: 'record' as const, recordId: book.id(deal('D-1')) }];
    expect(merge(id, { picks })).toMatchObject({ code: 'locked' });
    const short = [{ field: 'total', reasonCode: 'wrong', reasonText: '   short   ' }];
    expect(merge(id, { picks, overrides: short })).toMatchObject({ code: 'short_reason' });
    expect(orders()).toHaveLength(2);
    const overrides = [{ field: 'total', reasonCode: 'signed', reasonText: 'The signed plan says 42,400' }];
    merge(id, { picks, overrides });
    expect(ordersIn(book.db)[0]).toMatchObject({
      total: 42_400_00,
      fields: { total: { rule: 'override', why: 'overridden by Ana: The signed plan says 42,400', recordId: 'hubspot:D-1' } },
    });
    const entry = book.db.prepare("SELECT body FROM change_log WHERE action = 'field.overridden'").pluck().get() as string;
    expect(JSON.parse(entry)).toMatchObject({
      field: 'total',
      before: { minor: '4000000', currency: 'USD' },
      after: { minor: '4240000', currency: 'USD' },
      why: { code: 'signed', text: 'The signed plan says 42,400' },
    });
  });

  it('takes the default of a locked term without asking for a reason', () => {
    const id = askTwo({ total: 1 }, { total: 2 });
    merge(id, { picks: [{ field: 'total', from: 'record', recordId: book.id(shop('#1')) }] });
    expect(ordersIn(book.db)[0]).toMatchObject({ total: 1, members: ['hubspot:D-1', 'shopify:#1'] });
  });

  it('refuses what cannot be a value', () => {
    const id = askTwo();
    const overrides = [{ field: 'total', reasonCode: 'wrong', reasonText: 'because it is wrong' }];
    expect(merge(id, { picks: [{ field: 'total', from: 'person', text: 'forty' }], overrides })).toMatchObject({
      code: 'bad_value',
    });
    expect(merge(id, { picks: [{ field: 'total', from: 'both' }], overrides })).toMatchObject({ code: 'one_value' });
    expect(merge(id, { picks: [{ field: 'dueAt', from: 'person', text: '03/04/2026' }] })).toMatchObject({ code: 'bad_value' });
    expect(orders()).toHaveLength(2);
  });

  it('is one change however often it is sent', () => {
    const id = askTwo();
    const { token, members } = get(id);
    const input = { proposalId: id, token, memberIds: members.map(({ recordId }) => recordId), picks: [], overrides: [] };
    const first = merge(id, { commandId: 'sent-twice', ...input });
    const again = commands.merge(book.context, { commandId: 'sent-twice', ...input, ...NO_REASON });
    expect(again).toEqual(first);
    expect(book.db.prepare('SELECT count(*) FROM decisions').pluck().get()).toBe(1);
  });
});

describe('rules in the way', () => {
  it('different currencies are never merged, and say so before anybody tries', () => {
    const id = askTwo({}, { currency: 'EUR' });
    expect(get(id).blocking).toEqual([expect.objectContaining({ code: 'currency' })]);
    expect(preview(id)).toBeNull();
    expect(merge(id)).toMatchObject({ code: 'currency', todo: expect.stringContaining('Related') });
    const related = commands.relate(book.context, {
      commandId: commandId(),
      proposalId: id,
      token: get(id).token,
      side: [book.id(deal('D-1'))],
      relation: 'branch',
      ...NO_REASON,
    });
    expect(related).toMatchObject({ message: 'Linked as related, not merged' });
    expect(questionsIn(book.db)).toEqual([{ id, state: 'apart', changed_field: null }]);
  });

  it('what a person kept apart is not joined through a third record, by a rule or by somebody else', () => {
    const first = askTwo();
    book.importFile('erp.csv', [sale(erp('S-1'))]);
    const apart = commands.apart(book.context, {
      commandId: commandId(),
      proposalId: first,
      token: get(first).token,
      side: [book.id(shop('#1'))],
      ...NO_REASON,
    });
    expect(apart).toMatchObject({ message: 'Remembered as not duplicates' });
    book.join(shop('#1'), erp('S-1'), 9000);
    book.join(deal('D-1'), erp('S-1'), 8000);
    expect(orders()).toEqual(expect.arrayContaining([['netsuite:S-1', 'shopify:#1'], ['hubspot:D-1']]));
    const second = book.ask({ members: [deal('D-1'), erp('S-1')] });
    expect(get(second).blocking).toEqual([expect.objectContaining({ code: 'kept_apart' })]);
    expect(merge(second)).toMatchObject({ code: 'kept_apart', what: expect.stringContaining('Ana') });
  });

  it('a record that is no order is refused by name', () => {
    book.importFile('charges.csv', [
      { key: { system: 'stripe', account: 'main', type: 'charge', nativeId: 'ch_1' }, facts: { amount: 1, currency: 'USD' } },
      sale(shop('#1')),
    ]);
    const members = [shop('#1'), { system: 'stripe' as const, account: 'main', type: 'charge' as const, nativeId: 'ch_1' }];
    const outcome = commands.together(book.context, { commandId: commandId(), members, ...NO_REASON });
    expect(outcome).toMatchObject({ code: 'gone' });
    const unknown = commands.together(book.context, {
      commandId: commandId(),
      members: [shop('#1'), shop('#404')],
      ...NO_REASON,
    });
    expect(unknown).toMatchObject({ code: 'unknown_record', what: expect.stringContaining('#404') });
  });
});

describe('a settled question', () => {
  const keepApart = (id: string) =>
    commands.apart(book.context, {
      commandId: commandId(),
      proposalId: id,
      token: get(id).token,
      side: [book.id(shop('#1'))],
      ...NO_REASON,
    }) as Receipt;

  it('stays settled while nothing that was compared changes', () => {
    const id = askTwo();
    keepApart(id);
    book.importFile('later.csv', [sale(shop('#1'), { status: 'refunded', clientName: 'MABEL ORTIZ' }, PLACED + DAY_MS)]);
    expect(questionsIn(book.db)).toEqual([{ id, state: 'apart', changed_field: null }]);
  });

  it('stays settled when a wider layout says more about the same order', () => {
    const id = askTwo();
    keepApart(id);
    book.importFile('wider.csv', [sale(shop('#1'), { phone: '+1 555 0100' }, PLACED + DAY_MS)]);
    expect(questionsIn(book.db)).toEqual([{ id, state: 'apart', changed_field: null }]);
  });

  it('is asked again when a compared field changed, names it, and may be answered the other way', () => {
    const id = askTwo();
    const apart = keepApart(id);
    book.importFile('later.csv', [sale(shop('#1'), { total: 18_000 }, PLACED + DAY_MS)]);
    expect(get(id).item).toMatchObject({ state: 'open', changedField: 'Total' });
    const before = ordersIn(book.db);
    const merged = merge(id);
    expect(orders()).toEqual([['hubspot:D-1', 'shopify:#1']]);
    withdraw(merged.decisionId);
    expect(ordersIn(book.db)).toEqual(before);
    const stands = book.db.prepare<[number], number | null>('SELECT withdrawn_by FROM decisions WHERE id = ?').pluck();
    expect(stands.get(apart.decisionId ?? 0)).toBeNull();
  });

  it('goes back to the queue when the answer is taken back', () => {
    const id = askTwo();
    const apart = keepApart(id);
    expect(get(id, 'notDuplicates').item).toMatchObject({ state: 'apart', decisionId: apart.decisionId });
    withdraw(apart.decisionId);
    expect(get(id).item).toMatchObject({ state: 'open', decisionId: null });
    expect(withdraw(apart.decisionId)).toMatchObject({ code: 'already_back' });
  });
});

describe('a split', () => {
  it('takes one record out of what a person merged, keeps the rest merged, and is undone exactly', () => {
    book.importFile('three.csv', [sale(shop('#1')), sale(deal('D-1')), sale(erp('S-1'))]);
    const id = book.ask({ members: [shop('#1'), deal('D-1'), erp('S-1')] });
    merge(id, { picks: [{ field: 'clientName', from: 'person', text: 'Mabel' }] });
    const before = ordersIn(book.db);
    const orderId = canonicalIdOf(deal('D-1'), book.context.ports.sha256);
    const takeOut = [book.id(erp('S-1'))];
    const shown = queries.previewSplit(book.reader, { orderId, takeOut });
    expect(shown).toMatchObject({
      canonicalBefore: [{ amountMinor: 18_420 }],
      canonicalAfter: [{ amountMinor: 36_840 }],
      orders: [{ members: [{ nativeId: '#1' }, { nativeId: 'D-1' }] }, { members: [{ nativeId: 'S-1' }] }],
    });
    const done = commands.split(book.context, { commandId: commandId(), orderId, takeOut, ...NO_REASON }) as Receipt;
    expect(orders()).toEqual(expect.arrayContaining([['hubspot:D-1', 'shopify:#1'], ['netsuite:S-1']]));
    const kept = ordersIn(book.db).find(({ members }) => members.length === 2);
    expect(kept).toMatchObject({ conflict: null, joinedBy: 'person' });
    withdraw(done.decisionId);
    expect(ordersIn(book.db)).toEqual(before);
  });

  it('needs something on both sides', () => {
    const id = askTwo();
    merge(id);
    const orderId = canonicalIdOf(shop('#1'), book.context.ports.sha256);
    const both = [book.id(shop('#1')), book.id(deal('D-1'))];
    expect(queries.previewSplit(book.reader, { orderId, takeOut: both })).toBeNull();
    const refused = commands.split(book.context, { commandId: commandId(), orderId, takeOut: both, ...NO_REASON });
    expect(refused).toMatchObject({ code: 'empty_split' });
  });
});

describe('two merges of one order', () => {
  it('the first is taken back after the second, which names its members as they were', () => {
    book.importFile('three.csv', [sale(shop('#1')), sale(deal('D-1')), sale(erp('S-1'))]);
    const first = merge(book.ask({ members: [shop('#1'), deal('D-1')] }));
    const second = merge(book.ask({ members: [shop('#1'), erp('S-1')] }));
    expect(withdraw(first.decisionId)).toMatchObject({
      code: 'merged_on',
      what: expect.stringContaining('A later merge by Ana joined netsuite sales_order S-1'),
    });
    expect(orders()).toEqual([['hubspot:D-1', 'netsuite:S-1', 'shopify:#1']]);
    const undone = withdraw(second.decisionId);
    expect(undone.message).toBe('Took back: merge of 3 records by Ana');
    expect(orders()).toEqual([['netsuite:S-1'], ['hubspot:D-1', 'shopify:#1']]);
    const parted = withdraw(first.decisionId);
    expect(orders()).toHaveLength(3);
    withdraw(parted.decisionId);
    withdraw(undone.decisionId);
    expect(orders()).toEqual([['hubspot:D-1', 'netsuite:S-1', 'shopify:#1']]);
  });

  it('two that say the same: taking one back says that the other still holds', () => {
    const id = askTwo();
    const first = merge(id);
    const undone = withdraw(first.decisionId);
    merge(id);
    withdraw(undone.decisionId);
    expect(withdraw(first.decisionId).message).toContain('A later merge still holds them together');
    expect(orders()).toEqual([['hubspot:D-1', 'shopify:#1']]);
  });

  it('a redo that a later merge was made on is not taken back under it either', () => {
    book.importFile('three.csv', [sale(shop('#1')), sale(deal('D-1')), sale(erp('S-1'))]);
    const first = merge(book.ask({ members: [shop('#1'), deal('D-1')] }));
    const redone = withdraw(withdraw(first.decisionId).decisionId);
    merge(book.ask({ members: [shop('#1'), erp('S-1')] }));
    const before = ordersIn(book.db);
    expect(withdraw(redone.decisionId)).toMatchObject({ code: 'merged_on' });
    expect(ordersIn(book.db)).toEqual(before);
  });

  it('a merge with many typed values goes in one piece', () => {
    const id = askTwo();
    const fields = ['title', 'company', 'email', 'phone', 'reference', 'poNumber', 'notes', 'owner', 'tags', 'shipCity'];
    const done = merge(id, { picks: fields.map((field) => ({ field, from: 'person' as const, text: `typed ${field}` })) });
    withdraw(done.decisionId);
    expect(book.db.prepare("SELECT count(*) FROM decisions WHERE withdrawn_by IS NULL AND kind <> 'withdraw'").pluck().get()).toBe(
      0,
    );
    expect(orders()).toHaveLength(2);
  });
});

describe('decisions sleep and wake with their records', () => {
  it('a merge holds again after its file was undone and redone', () => {
    book.importFile('shop.csv', [sale(shop('#1'))]);
    const batch = book.importFile('deals.csv', [sale(deal('D-1'))]);
    merge(book.ask({ members: [shop('#1'), deal('D-1')] }));
    const merged = ordersIn(book.db);
    book.undo(batch);
    expect(orders()).toEqual([['shopify:#1']]);
    book.redo(batch);
    expect(ordersIn(book.db)).toEqual(merged);
  });
});
