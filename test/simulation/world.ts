/** Small worlds of records and decisions, drawn by fast-check, and how they act on a book. */
import fc from 'fast-check';
import type { Facts } from '#shared/domain/fields.ts';
import { DAY_MS } from '#shared/domain/instant.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import type { HandRecord } from '#test/factories/hand-made-book.ts';

const START = Date.UTC(2026, 2, 1);
const PLACES = [
  { system: 'shopify', account: 'storeA', type: 'order' },
  { system: 'shopify', account: 'storeB', type: 'order' },
  { system: 'hubspot', account: 'main', type: 'deal' },
  { system: 'netsuite', account: 'main', type: 'sales_order' },
  { system: 'google_ads', account: 'main', type: 'campaign' },
] as const;

const CLIENTS = ['Ada Lovelace', 'ADA LOVELACE', 'Łucja & Co.', 'Łucja and Co', 'Grace Hopper'];

/** Keys from a small space, so that files overlap and records come again. */
const key: fc.Arbitrary<RecordKey> = fc
  .tuple(fc.constantFrom(...PLACES), fc.integer({ min: 1, max: 4 }))
  .map(([place, number]) => ({ ...place, nativeId: `${place.system[0]}-${number}` }));

/** One currency per number, so that most records can be merged and some cannot. */
export const record: fc.Arbitrary<HandRecord> = fc
  .record({
    key,
    total: fc.option(fc.integer({ min: -500, max: 90_000 }), { nil: null }),
    client: fc.option(fc.constantFrom(...CLIENTS), { nil: undefined }),
    status: fc.option(fc.constantFrom('paid', 'pending', 'refunded'), { nil: undefined }),
    day: fc.integer({ min: 0, max: 5 }),
    version: fc.option(fc.integer({ min: 0, max: 3 }), { nil: null }),
    tags: fc.option(fc.constantFrom('vip', 'late', ''), { nil: undefined }),
  })
  .map(({ key, total, client, status, day, version, tags }) => {
    const facts: Facts = {
      orderNumber: key.nativeId,
      total,
      currency: key.nativeId.endsWith('4') ? 'EUR' : 'USD',
      placedAt: { ms: START + day * DAY_MS, text: `day ${day}`, precision: 'day' },
      ...(client === undefined ? {} : { clientName: client }),
      ...(status === undefined ? {} : { status }),
      ...(tags === undefined ? {} : { tags: tags === '' ? null : tags }),
    };
    return { key, facts, ...(version === null ? {} : { versionMs: START + version * DAY_MS }) };
  });

export type File = readonly HandRecord[];
export const files: fc.Arbitrary<File[]> = fc.array(fc.array(record, { minLength: 1, maxLength: 6 }), {
  minLength: 1,
  maxLength: 4,
});

/** Every key of the files, once, in order of key text. */
export function keysIn(world: readonly File[]): RecordKey[] {
  const keys = new Map(world.flat().map(({ key }) => [JSON.stringify(key), key]));
  return [...keys.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);
}

export type Step =
  | { readonly do: 'together' | 'split' | 'join'; readonly a: number; readonly b: number }
  | { readonly do: 'undoLast' | 'redoLast' }
  | { readonly do: 'undoFile' | 'redoFile'; readonly file: number };

const spot = fc.integer({ min: 0, max: 19 });
const pairStep = fc.record({
  do: fc.constantFrom('together' as const, 'together' as const, 'split' as const, 'join' as const),
  a: spot,
  b: spot,
});
const undoStep = fc.record({ do: fc.constantFrom('undoLast' as const, 'redoLast' as const) });
const fileStep = fc.record({ do: fc.constantFrom('undoFile' as const, 'redoFile' as const), file: fc.integer({ min: 0, max: 3 }) });

export const decisionSteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof({ weight: 4, arbitrary: pairStep }, { weight: 1, arbitrary: undoStep }),
  {
    maxLength: 8,
  },
);
export const anySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof({ weight: 4, arbitrary: pairStep }, { weight: 2, arbitrary: undoStep }, { weight: 2, arbitrary: fileStep }),
  { maxLength: 12 },
);
