/** The $40,000 campaign: four systems, one sale. And the API retry: one order sent twice. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reviewCommands, reviewQueries } from '#main/services/review/index.ts';
import type { Comparison } from '#shared/contract/review.ts';
import type { Facts } from '#shared/domain/fields.ts';
import { DAY_MS } from '#shared/domain/instant.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { type HandMadeBook, handMadeBook } from '#test/factories/hand-made-book.ts';
import { canonicalTotal, ordersIn, sourcesTotal } from './logical-state.ts';

const NO_FILTER = { text: '', systems: [], bands: [], minAmountMinor: 0, conflict: null };
const NO_REASON = { reasonCode: null, reasonText: null };
const queries = reviewQueries();
const commands = reviewCommands();

let book: HandMadeBook;
beforeEach(() => {
  book = handMadeBook();
});
afterEach(() => book.dispose());

const day = (iso: string): Facts['placedAt'] => ({ ms: Date.parse(`${iso}T00:00:00Z`), text: iso, precision: 'day' });

const deal: RecordKey = { system: 'hubspot', account: 'main', type: 'deal', nativeId: '8841207' };
const salesOrder: RecordKey = { system: 'netsuite', account: 'main', type: 'sales_order', nativeId: 'TMP-0093' };
const campaign: RecordKey = { system: 'google_ads', account: 'main', type: 'campaign', nativeId: '5520913' };
const project: RecordKey = { system: 'asana', account: 'main', type: 'project', nativeId: '120488' };

function importCampaign(): void {
  const ms = (iso: string) => Date.parse(`${iso}T00:00:00Z`);
  book.importFile('deals.csv', [
    {
      key: deal,
      versionMs: ms('2026-03-03'),
      facts: {
        clientName: 'Harbor & Pine Co.',
        reference: 'HP-SPRING-24',
        email: 'm.ito@harborpine.example',
        total: 4_000_000,
        currency: 'USD',
        placedAt: day('2026-03-03'),
        paymentTerms: '50 / 50',
        status: 'Closed won',
      },
    },
  ]);
  book.importFile('netsuite.csv', [
    {
      key: salesOrder,
      versionMs: ms('2026-03-31'),
      facts: {
        clientName: 'Harbor and Pine Company',
        reference: 'TMP-0093',
        invoiceNumber: 'INV-10442',
        total: 4_240_000,
        tax: 240_000,
        currency: 'USD',
        placedAt: day('2026-03-31'),
      },
    },
  ]);
  book.importFile('ads.csv', [
    {
      key: campaign,
      versionMs: ms('2026-03-04'),
      facts: {
        title: 'HarborPine spring',
        total: 4_000_000,
        currency: 'USD',
        startsAt: day('2026-03-10'),
        endsAt: day('2026-05-30'),
      },
    },
  ]);
  book.importFile('asana.csv', [
    {
      key: project,
      versionMs: ms('2026-03-06'),
      facts: { clientName: 'Harbor & Pine Co.', reference: 'HP-SPRING-24', owner: 'A. Reyes', endsAt: day('2026-05-31') },
    },
  ]);
}

function open(proposalId: string): Comparison {
  const comparison = queries.get(book.reader, { proposalId, tab: 'toReview', filter: NO_FILTER });
  if (comparison === null || comparison === undefined || comparison instanceof Promise) throw new Error('the question is gone');
  return comparison;
}

describe('the $40,000 campaign', () => {
  it('becomes one order on the terms of the deal, and the ERP copy leaves the total', () => {
    importCampaign();
    const proposalId = book.ask({ members: [deal, salesOrder, campaign, project] });
    expect(canonicalTotal(book.db)).toEqual({ USD: 8_240_000 });
    const said = sourcesTotal(book.db);

    const comparison = open(proposalId);
    expect(comparison.members.map(({ system, part }) => [system, part])).toEqual([
      ['hubspot', 'owns terms'],
      ['netsuite', 'copy'],
      ['google_ads', 'context'],
      ['asana', 'context'],
    ]);
    expect(comparison.rows.find(({ field }) => field === 'total')).toMatchObject({
      standing: 'conflict',
      locked: true,
      defaultRecordId: book.id(deal),
      why: 'HubSpot owns the terms',
    });
    const preview = queries.preview(book.reader, { proposalId, picks: [] });
    expect(preview).toMatchObject({
      idsMapped: 4,
      leaving: [{ recordId: book.id(salesOrder), value: { amountMinor: 4_240_000 } }],
      sourcesTotal: [{ amountMinor: 8_240_000 }],
      canonicalBefore: [{ amountMinor: 8_240_000 }],
      canonicalAfter: [{ amountMinor: 4_000_000 }],
      exceptions: [{ reason: 'amount_mismatch', owner: 'finance' }],
    });

    const receipt = commands.merge(book.context, {
      commandId: 'merge-campaign',
      proposalId,
      token: comparison.token,
      memberIds: comparison.members.map(({ recordId }) => recordId),
      picks: [],
      overrides: [],
      reasonCode: 'copy',
      reasonText: 'Month-end copy and native campaign of the signed plan',
    });
    expect(receipt).toMatchObject({ message: 'Merged 4 records into Harbor & Pine Co.', seqFirst: 1 });
    expect(ordersIn(book.db)).toEqual([
      expect.objectContaining({
        head: 'hubspot:8841207',
        number: 'HP-SPRING-24',
        members: ['asana:120488', 'google_ads:5520913', 'hubspot:8841207', 'netsuite:TMP-0093'],
        total: 4_000_000,
        joinedBy: 'person',
        conflict: 'Totals differ',
        isSale: true,
      }),
    ]);
    expect(canonicalTotal(book.db)).toEqual({ USD: 4_000_000 });
    expect(sourcesTotal(book.db)).toEqual(said);
  });

  it('keeps what each system alone knows: the invoice number, the tax, the flight, the owner', () => {
    importCampaign();
    const proposalId = book.ask({ members: [deal, salesOrder, campaign, project] });
    const preview = queries.preview(book.reader, { proposalId, picks: [] });
    if (preview === null || preview === undefined || preview instanceof Promise) throw new Error('no preview');
    const result = new Map(preview.result.map(({ field, value, why }) => [field, [value?.text, why]]));
    expect(result.get('invoiceNumber')).toEqual(['INV-10442', 'only NetSuite has it']);
    expect(result.get('tax')).toEqual(['2,400.00', 'only NetSuite has it']);
    expect(result.get('owner')).toEqual(['A. Reyes', 'only Asana has it']);
    expect(result.get('startsAt')).toEqual(['10 Mar 2026', 'only Google Ads has it']);
    expect(result.get('clientName')).toEqual(['Harbor & Pine Co.', 'HubSpot owns the sale']);
  });

  it('is put back exactly by one undo, and by redo again', () => {
    importCampaign();
    const proposalId = book.ask({ members: [deal, salesOrder, campaign, project] });
    const before = ordersIn(book.db);
    const comparison = open(proposalId);
    const merged = commands.merge(book.context, {
      commandId: 'merge-campaign',
      proposalId,
      token: comparison.token,
      memberIds: comparison.members.map(({ recordId }) => recordId),
      picks: [{ field: 'notes', from: 'person', text: 'signed plan' }],
      overrides: [],
      ...NO_REASON,
    });
    const after = ordersIn(book.db);
    const { undo } = { undo: null, ...(queries.undoState(book.reader) as object) } as {
      undo: { decisionId: number } | null;
    };
    expect(undo?.decisionId).toBe((merged as { decisionId: number }).decisionId);
    const undone = commands.withdraw(book.context, {
      commandId: 'undo-campaign',
      decisionId: undo?.decisionId ?? 0,
      ...NO_REASON,
    });
    expect(undone).toMatchObject({ message: 'Took back: merge of 4 records by Ana' });
    expect(ordersIn(book.db)).toEqual(before);
    expect(open(proposalId).item.state).toBe('open');
    const state = queries.undoState(book.reader);
    expect(state).toMatchObject({ undo: null, redo: { label: 'merge of 4 records by Ana' } });
    const redone = commands.withdraw(book.context, {
      commandId: 'redo-campaign',
      decisionId: (undone as { decisionId: number }).decisionId,
      ...NO_REASON,
    });
    expect(redone).toMatchObject({ message: 'Redid: merge of 4 records by Ana' });
    expect(ordersIn(book.db)).toEqual(after);
  });
});

describe('the API retry', () => {
  const first: RecordKey = { system: 'shopify', account: 'storeA', type: 'order', nativeId: '#1042' };
  const second: RecordKey = { ...first, nativeId: '#1043' };
  const charge = (nativeId: string): RecordKey => ({ system: 'stripe', account: 'acct_1', type: 'charge', nativeId });
  const placed = Date.UTC(2026, 2, 3, 9, 12);

  function importRetry(charges: number): string {
    const order = (key: RecordKey, seconds: number) => ({
      key,
      facts: {
        orderNumber: key.nativeId,
        clientName: 'Mabel Ortiz',
        email: 'm.ortiz@example.com',
        total: 18_420,
        currency: 'USD',
        placedAt: { ms: placed + seconds * 1000, text: `2026-03-03T09:12:0${seconds}Z`, precision: 'exact' as const },
      },
    });
    book.importFile('orders.csv', [order(first, 0), order(second, 3)]);
    const ids = Array.from({ length: charges }, (_, i) => charge(`ch_${i}`));
    book.importFile(
      'charges.csv',
      ids.map((key) => ({ key, facts: { amount: 18_420, currency: 'USD' } })),
    );
    ids.forEach((key, i) => {
      book.link('payment-order', key, i === 0 ? first : second, 18_420, 'USD');
    });
    return book.ask({ members: [first, second], reason: 'API retry, 3 s apart', blocking: ['same_source'] });
  }

  it('drops one sale; with one charge nothing is overpaid', () => {
    const proposalId = importRetry(1);
    expect(canonicalTotal(book.db)).toEqual({ USD: 36_840 });
    const preview = queries.preview(book.reader, { proposalId, picks: [] });
    expect(preview).toMatchObject({ canonicalAfter: [{ amountMinor: 18_420 }], linkedRepointed: 0, exceptions: [] });
  });

  it('drops one sale and keeps both charges, which overpay it', () => {
    const proposalId = importRetry(2);
    const preview = queries.preview(book.reader, { proposalId, picks: [] });
    expect(preview).toMatchObject({
      sourcesTotal: [{ amountMinor: 36_840 }],
      canonicalAfter: [{ amountMinor: 18_420 }],
      linkedRepointed: 1,
      exceptions: [{ reason: 'overpaid', label: '2 payments for one sale: 368.40 paid' }],
    });
    const { token, members } = open(proposalId);
    commands.merge(book.context, {
      commandId: 'merge-retry',
      proposalId,
      token,
      memberIds: members.map(({ recordId }) => recordId),
      picks: [],
      overrides: [],
      ...NO_REASON,
    });
    expect(canonicalTotal(book.db)).toEqual({ USD: 18_420 });
    const linked = book.db.prepare("SELECT count(*) FROM links WHERE kind = 'payment-order' AND state = 'linked'").pluck().get();
    expect(linked).toBe(2);
  });

  it('is refused once a record changed since it was shown, and asked again a week after a skip', () => {
    const proposalId = importRetry(1);
    const { token, members } = open(proposalId);
    book.importFile('orders2.csv', [
      {
        key: second,
        versionMs: placed + DAY_MS,
        facts: { orderNumber: '#1043', total: 18_420, currency: 'USD', email: 'other@example.com' },
      },
    ]);
    const stale = commands.merge(book.context, {
      commandId: 'merge-stale',
      proposalId,
      token,
      memberIds: members.map(({ recordId }) => recordId),
      picks: [],
      overrides: [],
      ...NO_REASON,
    });
    expect(stale).toMatchObject({ code: 'stale' });
    expect(ordersIn(book.db)).toHaveLength(2);

    commands.skip(book.context, { commandId: 'skip-retry', proposalId });
    const queue = (tab: 'toReview' | 'skipped') => queries.queue(book.reader, { tab, filter: NO_FILTER, offset: 0, limit: 10 });
    expect(queue('toReview')).toMatchObject({ total: 0, tabs: { toReview: 0, skipped: 1 } });
    expect(queue('skipped')).toMatchObject({ total: 1, items: [{ proposalId, state: 'skipped' }] });
    book.clock.now += 8 * DAY_MS;
    expect(queue('toReview')).toMatchObject({ total: 1, tabs: { toReview: 1, skipped: 0 } });
  });
});
