import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Facts, FieldName } from '#shared/domain/fields.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import type { RecordType, System } from '#shared/domain/systems.ts';
import { canonicalFields } from './canonical.ts';
import { sameValue } from './comparable.ts';
import { differences } from './diff.ts';
import { enterValue } from './enter.ts';
import { foldVersions, type VersionFacts } from './fold-versions.ts';
import { byAuthority, byCreation, type Member } from './member.ts';
import { statusOf, summaryOf } from './order-row.ts';
import { showValue } from './show.ts';
import { standingOf } from './standing.ts';
import { UTC, type Zone } from './zone.ts';

const newYork: Zone = { offsetMinutes: () => -300 };
const day = (iso: string) => ({ ms: Date.parse(`${iso}T00:00:00Z`), text: iso, precision: 'day' as const });
const time = (iso: string) => ({ ms: Date.parse(iso), text: iso, precision: 'exact' as const });

let nextId = 0;
function member(system: System, type: RecordType, facts: Facts, versionMs: number | null = null): Member {
  nextId += 1;
  const key: RecordKey = { system, account: 'main', type, nativeId: String(nextId) };
  return { recordId: nextId, key, facts, versionMs, createdMs: facts.placedAt?.ms ?? null };
}

function version(versionId: number, versionMs: number | null, facts: Facts, more: Partial<VersionFacts> = {}): VersionFacts {
  return { versionId, versionMs, facts, entered: false, payloadHash: String(versionId).padStart(4, '0'), ...more };
}

describe('versions fold field by field', () => {
  it('takes the newest version that states a field, whatever the order of import', () => {
    const versions = [
      version(1, 300, { total: 30, currency: 'USD', email: 'new@x' }),
      version(2, 100, { total: 10, currency: 'USD', phone: '1' }),
      version(3, 200, { total: 20, currency: 'USD' }),
    ];
    for (const order of [versions, versions.toReversed()]) {
      const folded = foldVersions(order);
      expect(folded.facts).toEqual({ total: 30, currency: 'USD', email: 'new@x', phone: '1' });
      expect(folded.origin).toEqual({ total: 1, currency: 1, email: 1, phone: 2 });
    }
  });

  it('tells a column that a layout lacks from a blank that was a value', () => {
    const folded = foldVersions([version(1, 1, { email: 'a@x', tags: null }), version(2, 2, { email: null, tags: null })]);
    expect(folded.facts).toEqual({ email: null, tags: null });
    expect(folded.cleared).toEqual(['email']);
    const restored = foldVersions([
      version(1, 1, { email: 'a@x' }),
      version(2, 2, { email: null }),
      version(3, 3, { email: 'b@x' }),
    ]);
    expect(restored.cleared).toEqual([]);
  });

  it('lets the payload hash settle versions without a time, and says when money or status is tied', () => {
    const a = version(1, null, { total: 10, status: 'paid', email: 'a@x' }, { payloadHash: 'aa' });
    const b = version(2, null, { total: 11, status: 'paid', email: 'b@x' }, { payloadHash: 'bb' });
    expect(foldVersions([a, b])).toEqual(foldVersions([b, a]));
    expect(foldVersions([a, b])).toMatchObject({ facts: { total: 11 }, tied: ['total'] });
    expect(foldVersions([a, { ...b, versionMs: 5 }]).tied).toEqual([]);
  });

  it('holds every version of the newest moment against the others, the currency too', () => {
    const usd = (total: number) => ({ total, currency: 'USD' });
    expect(foldVersions([version(1, 5, usd(100)), version(2, 5, usd(200)), version(3, 5, usd(200))]).tied).toEqual(['total']);
    expect(foldVersions([version(1, 5, usd(100)), version(2, 5, usd(200)), version(3, 5, { email: 'a@x' })]).tied).toEqual([
      'total',
    ]);
    expect(foldVersions([version(1, 5, usd(100)), version(2, 5, { total: 100, currency: 'EUR' })]).tied).toEqual(['currency']);
    expect(foldVersions([version(1, 4, usd(100)), version(2, 5, usd(200)), version(3, 5, usd(200))]).tied).toEqual([]);
  });

  it('is as old as the source says it was made, whatever day the sale is booked on', () => {
    const facts = { placedAt: day('2026-05-01'), createdAt: day('2026-02-03') };
    expect(foldVersions([version(1, 5, facts)]).createdMs).toBe(day('2026-02-03').ms);
    expect(foldVersions([version(1, 5, { placedAt: day('2026-05-01') })]).createdMs).toBe(day('2026-05-01').ms);
  });

  it('gives way from what a person entered to what the source says', () => {
    const entered = version(1, 900, { total: 5, currency: 'USD' }, { entered: true });
    expect(foldVersions([entered, version(2, 100, { total: 7, currency: 'USD' })]).facts.total).toBe(7);
  });

  it('keeps nothing that a person entered once the source speaks, not in fields that it leaves out and not in the order of ids', () => {
    const typed = { total: 5, currency: 'USD', phone: '1', email: 'typed@x', placedAt: day('2020-01-01') };
    const said = { total: 7, currency: 'USD', email: null, placedAt: day('2026-01-01') };
    const folded = foldVersions([version(1, 900, typed, { entered: true }), version(2, 100, said)]);
    expect(folded).toMatchObject({ facts: said, cleared: [], createdMs: day('2026-01-01').ms });
    expect(folded.facts.phone).toBeUndefined();
    expect(foldVersions([version(1, 900, typed, { entered: true })]).facts).toEqual(typed);
  });

  it('never carries minor units into another currency', () => {
    const folded = foldVersions([version(1, 1, { tax: 200, currency: 'USD' }), version(2, 2, { total: 900, currency: 'JPY' })]);
    expect(folded.facts).toEqual({ total: 900, currency: 'JPY' });
  });
});

describe('two values say the same', () => {
  it.each<[FieldName, string, string]>([
    ['clientName', 'Harbor & Pine Co.', 'HARBOR and PINE CO'],
    ['clientName', 'Łódź Café', 'łódź cafe'],
    ['orderNumber', '#01042', '1042'],
    ['email', 'M.Ortiz@Example.com ', 'm.ortiz@example.com'],
    ['phone', '+1 (555) 010-0100', '1 555 0100100'],
  ])('%s: %s and %s', (field, a, b) => {
    expect(sameValue(field, a, b, UTC)).toBe(true);
  });

  it.each<[FieldName, string, string]>([
    ['orderNumber', 'SO-1042', '1042'],
    ['clientName', 'Harbor & Pine Co.', 'HarborPine'],
    ['email', 'm.ito@harborpine.example', 'ap@harborpine.example'],
  ])('%s: %s is not %s', (field, a, b) => {
    expect(sameValue(field, a, b, UTC)).toBe(false);
  });

  it('a plain date and a time of that day on the book’s calendar', () => {
    const late = time('2026-03-04T02:30:00Z');
    expect(sameValue('placedAt', day('2026-03-03'), late, newYork)).toBe(true);
    expect(sameValue('placedAt', day('2026-03-03'), late, UTC)).toBe(false);
    expect(sameValue('placedAt', time('2026-03-03T09:12:05Z'), time('2026-03-03T09:12:59Z'), UTC)).toBe(true);
    expect(sameValue('placedAt', time('2026-03-03T09:12:05Z'), time('2026-03-03T09:13:05Z'), UTC)).toBe(false);
  });
});

describe('the rules of survivorship', () => {
  const choose = (field: FieldName, members: Member[]) => canonicalFields(members, {}, UTC)[field];

  it('the system of record owns what the sale is, context never its terms', () => {
    const deal = member('hubspot', 'deal', { total: 40, clientName: 'A' }, 1);
    const copy = member('netsuite', 'sales_order', { total: 42, tax: 2 }, 9);
    const campaign = member('google_ads', 'campaign', { total: 44, clientName: 'Z', tax: 9 }, 99);
    const fields = canonicalFields([campaign, copy, deal], {}, UTC);
    expect(fields.total).toEqual({
      value: 40,
      recordId: deal.recordId,
      rule: 'owner',
      why: 'HubSpot owns the terms',
      disagree: [copy.recordId, campaign.recordId],
    });
    expect(fields.tax).toMatchObject({ value: 2, rule: 'complete', why: 'only NetSuite has it' });
    expect(fields.clientName).toMatchObject({ value: 'A', rule: 'owner' });
  });

  it('among those that may say how far it has come the newest wins, blank never beats a value', () => {
    const old = member('shopify', 'order', { fulfilmentStatus: 'partial' }, 1);
    const late = member('netsuite', 'sales_order', { fulfilmentStatus: 'shipped' }, 5);
    const blank = member('hubspot', 'deal', { fulfilmentStatus: null }, 9);
    expect(choose('fulfilmentStatus', [old, late, blank])).toMatchObject({
      value: 'shipped',
      rule: 'newest',
      why: 'newest, from NetSuite',
    });
  });

  it('status words are the owner’s: what a copy or the work around a sale calls its own state says nothing of the sale', () => {
    const shop = member('shopify', 'order', { status: 'paid' }, 1);
    const copy = member('netsuite', 'sales_order', { status: 'Billed' }, 5);
    const project = member('asana', 'project', { status: 'Running' }, 9);
    expect(choose('status', [shop, copy, project])).toMatchObject({ value: 'paid', rule: 'owner', why: 'Shopify owns the sale' });
  });

  it('what is still owed is the owner’s word: an order sent twice leaves an unpaid twin behind', () => {
    const first = member('shopify', 'order', { outstanding: 0 }, 1);
    const twin = member('shopify', 'order', { outstanding: 6545 }, 4);
    expect(choose('outstanding', [first, twin])).toMatchObject({ value: 0, rule: 'owner' });
  });

  it('without a newest the most frequent, and without one the rank of the systems', () => {
    const say = (system: System, type: RecordType, owner: string) => member(system, type, { owner }, 7);
    const three = [say('hubspot', 'deal', 'B'), say('netsuite', 'sales_order', 'A'), say('asana', 'project', 'A')];
    expect(choose('owner', three)).toMatchObject({ value: 'A', rule: 'most_frequent', why: '2 of 3 agree' });
    expect(choose('owner', three.slice(0, 2))).toMatchObject({ value: 'B', rule: 'lowest_rank', why: 'HubSpot ranks first' });
    expect(choose('owner', [say('hubspot', 'deal', 'A'), say('netsuite', 'sales_order', 'a')])).toMatchObject({
      why: 'all 2 agree',
    });
  });

  it('a pick that has nothing to stand on any more falls back to the rules', () => {
    const deal = member('hubspot', 'deal', { notes: 'a' });
    const gone = { from: 'record', recordId: 999_999, by: 'Ana', reason: null } as const;
    expect(canonicalFields([deal], { notes: gone }, UTC).notes).toMatchObject({ value: 'a', why: 'the only record' });
  });

  it('never depends on the order of members', () => {
    const members = fc.array(
      fc.record({
        place: fc.constantFrom<[System, RecordType]>(['shopify', 'order'], ['hubspot', 'deal'], ['google_ads', 'campaign']),
        owner: fc.option(fc.constantFrom('a', 'A', 'b'), { nil: null }),
        at: fc.option(fc.integer({ min: 0, max: 2 }), { nil: null }),
      }),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(members, (drawn) => {
        const list = drawn.map(({ place: [system, type], owner, at }) => member(system, type, { owner, tags: owner }, at));
        expect(canonicalFields(list.toReversed(), {}, UTC)).toEqual(canonicalFields(list, {}, UTC));
      }),
    );
  });
});

describe('who stands first', () => {
  it('sales before context, then the shipped order of systems, then the earlier', () => {
    const campaign = member('google_ads', 'campaign', { placedAt: day('2020-01-01') });
    const erp = member('netsuite', 'sales_order', { placedAt: day('2026-03-01') });
    const late = member('shopify', 'order', { placedAt: day('2026-03-09') });
    const early = member('shopify', 'order', { placedAt: day('2026-03-02') });
    expect([campaign, erp, late, early].sort(byAuthority)).toEqual([early, late, erp, campaign]);
    expect([late, erp, campaign, member('shopify', 'order', {})].sort(byCreation)[0]).toBe(campaign);
  });
});

describe('standing', () => {
  const totals = (...values: (number | null | undefined)[]) =>
    values.map((total) => member('shopify', 'order', total === undefined ? {} : { total }));

  it('is the worst that holds', () => {
    expect(standingOf('total', totals(1, 2, null), UTC)).toBe('conflict');
    expect(standingOf('total', totals(1, null), UTC)).toBe('oneSided');
    expect(standingOf('total', totals(1, 1), UTC)).toBe('identical');
    expect(standingOf('total', totals(null, undefined), UTC)).toBeNull();
    const named = ['Ada', 'ADA'].map((clientName) => member('shopify', 'order', { clientName }));
    expect(standingOf('clientName', named, UTC)).toBe('sameAfterNormalising');
    const paid = ['USD', 'EUR'].map((currency) => member('shopify', 'order', { currency }));
    expect(standingOf('currency', paid, UTC)).toBe('blocking');
  });
});

describe('differences to the character', () => {
  const marked = (text: string, chosen: string) => differences(text, chosen).map(({ start, end }) => text.slice(start, end));

  it.each([
    ['42,400.00', '40,000.00', ['2', '4']],
    ['31 Mar 2026', '3 Mar 2026', ['1']],
    ['same', 'same', []],
    ['', 'something', []],
    ['new', '', ['new']],
  ])('%s against %s', (text, chosen, expected) => {
    expect(marked(text, chosen)).toEqual(expected);
  });

  it('never cuts a visible character in half', () => {
    expect(marked('cafe\u0301 👩\u200d👧', 'cafe 👩\u200d👦')).toEqual(['e\u0301', '👩\u200d👧']);
  });

  it('leaves a common subsequence: what is not marked appears in the chosen text in order', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        (text, chosen) => {
          const kept = differences(text, chosen).reduceRight(
            (rest, { start, end }) => rest.slice(0, start) + rest.slice(end),
            text,
          );
          let at = 0;
          for (const unit of kept) {
            const found = chosen.indexOf(unit, at);
            expect(found).toBeGreaterThanOrEqual(at);
            at = found + unit.length;
          }
        },
      ),
    );
  });
});

describe('values as people read and type them', () => {
  it('shows money by its currency, times on the book’s clock, dates as they are', () => {
    expect(showValue('total', 4_000_000, 'USD', UTC)).toEqual({ text: '40,000.00', amountMinor: 4_000_000, currency: 'USD' });
    expect(showValue('total', 900, 'JPY', UTC)?.text).toBe('900');
    expect(showValue('placedAt', time('2026-03-04T02:30:00Z'), null, newYork)?.text).toBe('3 Mar 2026, 21:30');
    expect(showValue('placedAt', day('2026-03-03'), null, newYork)?.text).toBe('3 Mar 2026');
    const line = { name: 'Trail cap', sku: null, quantity: '2', unitPriceMinor: null, totalMinor: null };
    expect(showValue('lineItems', [line], null, UTC)?.text).toBe('2 × Trail cap');
    expect(showValue('email', null, null, UTC)).toBeNull();
  });

  it('takes back what it shows, and refuses what can be misread', () => {
    expect(enterValue('total', '40,000.00', 'USD')).toEqual({ ok: true, value: 4_000_000 });
    expect(enterValue('total', '1.5', 'JPY').ok).toBe(false);
    expect(enterValue('dueAt', '3 Mar 2026', null)).toMatchObject({ value: { ms: Date.UTC(2026, 2, 3), precision: 'day' } });
    expect(enterValue('dueAt', '2026-02-30', null).ok).toBe(false);
    expect(enterValue('dueAt', '03/04/2026', null).ok).toBe(false);
    expect(enterValue('currency', 'Euro', null).ok).toBe(false);
    expect(enterValue('paymentReferences', 'pi_1, pi_2,', null)).toEqual({ ok: true, value: ['pi_1', 'pi_2'] });
    expect(enterValue('notes', '   ', null).ok).toBe(false);
  });
});

describe('the row of an order', () => {
  const key: RecordKey = { system: 'shopify', account: 'main', type: 'order', nativeId: 'n-1' };

  it('falls back from number to reference to the native id, and from company to name to email', () => {
    expect(summaryOf({}, key)).toMatchObject({ number: 'n-1', client: '', status: 'unknown', totalMinor: null });
    expect(summaryOf({ reference: 'HP-1', email: 'a@x', amount: 5 }, key)).toMatchObject({
      number: 'HP-1',
      client: 'a@x',
      totalMinor: 5,
    });
  });

  it.each<[Facts, string]>([
    [{ status: 'Closed won' }, 'open'],
    [{ status: 'partially_refunded' }, 'paid'],
    [{ status: 'paid', total: 500, refunded: 500 }, 'refunded'],
    [{ status: 'paid', cancelledAt: day('2026-03-03') }, 'cancelled'],
    [{ status: 'something new' }, 'unknown'],
    [{ paidAt: day('2026-03-03') }, 'paid'],
  ])('reads the status of %o as %s', (facts, status) => {
    expect(statusOf(facts)).toBe(status);
  });
});
