import { describe, expect, it } from 'vitest';
import type { Pace } from '#core/matching/orders/columns.ts';
import { ORDERS_MODEL } from '#core/matching/orders/shipped-model.ts';
import { ORDERS } from '#core/matching/orders/specification.ts';
import { ENGINE, mentions, NO_PACE, own, type SeenRecord, seenBook } from '#test/factories/match-columns.ts';
import { type FromBook, LINKS_NEEDED, modelFromBook } from './from-book.ts';

const WORDS = ['amber', 'birch', 'cobalt', 'dune', 'ember', 'fjord', 'grove', 'harbor', 'indigo', 'juniper', 'kestrel', 'larch'];

interface Trade {
  readonly sales: number;
  /** Sales whose copy names its order. */
  readonly linked: number;
  /** Changes to the copy. */
  readonly copy?: (n: number) => Partial<SeenRecord>;
}

function day(n: number): string {
  return new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
}

/** A shop whose sales an ERP copies a day later: few clients that buy again and again, totals that repeat. */
function recordsOf({ sales, linked, copy = () => ({}) }: Trade): SeenRecord[] {
  return Array.from({ length: sales }, (_, n): SeenRecord[] => {
    const client = `${WORDS[n % 12] ?? ''} ${WORDS[(n * 5 + 3) % 11] ?? ''}`;
    const seen = { name: client, email: `${client.replace(' ', '.')}@post.example`, amount: 10_000 + ((n * 37) % 90) * 100 };
    const number = String(1001 + n);
    return [
      { system: 'shopify', nativeId: `#${number}`, ...seen, placed: `${day(n * 2)}T10:00`, refs: [own('shopify:order', number)] },
      {
        system: 'netsuite',
        type: 'sales_order',
        nativeId: `SO-${number}`,
        ...seen,
        placed: day(n * 2 + 1),
        refs: n < linked ? [mentions('shopify:order', number)] : [],
        ...copy(n),
      },
    ];
  }).flat();
}

function learn(records: readonly SeenRecord[], thresholds = ORDERS_MODEL): FromBook {
  const { columns, texts } = seenBook(records);
  return modelFromBook({ engine: ENGINE, columns, texts, pace: NO_PACE }, thresholds);
}

function learnt(records: readonly SeenRecord[], thresholds = ORDERS_MODEL) {
  const found = learn(records, thresholds);
  if ('refused' in found) throw new Error(found.refused.code);
  return found;
}

const TRADE: Trade = { sales: 160, linked: 100 };

describe("learning from a book's own records", () => {
  it('weighs a level by how often linked records meet it and how rarely others do', () => {
    const { model } = learnt(recordsOf(TRADE));
    const time = ORDERS.comparisons.find(({ name }) => name === 'time')?.levels ?? [];
    const nextDay = time.findIndex(({ sentence }) => sentence === 'Placed a day apart');
    // All copies are a day late here, and one chance pair in about a hundred is.
    expect(model.weights.time?.[nextDay]).toBeGreaterThan((ORDERS_MODEL.weights.time?.[nextDay] ?? 0) + 500);
    const sameDay = nextDay - 1;
    expect(model.weights.time?.[sameDay]).toBeGreaterThanOrEqual(model.weights.time?.[nextDay] ?? 0);
  });

  it('says what it rests on, and keeps what it cannot learn, with the reason', () => {
    const { model, rests } = learnt(recordsOf(TRADE));
    expect(rests).toMatchObject({ links: 100, before: { wrong: 0 }, after: { wrong: 0 } });
    expect(rests.expected).toBeGreaterThan(140);
    expect(rests.expected).toBeLessThan(180);
    expect(rests.after.right).toBeGreaterThanOrEqual(rests.before.right);
    const kept = Object.fromEntries(rests.comparisons.map((one) => [one.name, one.kept]));
    expect(kept).toEqual({
      reference: 'labels',
      amount: null,
      time: null,
      start: 'elsewhere',
      client: null,
      place: 'repeats',
      items: 'repeats',
      title: 'few',
      sentTwice: 'elsewhere',
    });
    for (const { name, kept: reason } of rests.comparisons)
      if (reason !== null) expect(model.weights[name]).toEqual(ORDERS_MODEL.weights[name]);
  });

  it('keeps unknown at nothing, signs and the order of levels, moves nothing by more than its bound, and leaves thresholds alone', () => {
    const thresholds = { ...ORDERS_MODEL, joinAt: 9_250, proposeAt: -3_000 };
    const { model } = learnt(recordsOf(TRADE), thresholds);
    for (const [name, before] of Object.entries(ORDERS_MODEL.weights)) {
      const after = model.weights[name] ?? [];
      expect(after[0]).toBe(0);
      for (const [level, weight] of before.entries()) {
        const now = after[level] ?? Number.NaN;
        expect(Number.isSafeInteger(now)).toBe(true);
        expect(Math.abs(now - weight)).toBeLessThanOrEqual(3_000);
        if (weight !== 0) expect(now * weight).toBeGreaterThanOrEqual(0);
        for (const [other, less] of before.entries())
          if (level > 0 && other > 0 && less < weight) expect(after[other]).toBeLessThanOrEqual(now);
      }
    }
    const { weights: _, priorMillibits: __, ...rest } = model;
    expect(rest).toEqual({ ...thresholds, weights: undefined, priorMillibits: undefined, ...rest });
    expect({ joinAt: model.joinAt, proposeAt: model.proposeAt }).toEqual({ joinAt: 9_250, proposeAt: -3_000 });
  });

  it('does not depend on the order of the records', () => {
    const records = recordsOf(TRADE);
    const shuffled = records.toSorted((a, b) => (a.nativeId.at(-1) ?? '').localeCompare(b.nativeId.at(-1) ?? ''));
    expect(learnt(shuffled)).toEqual(learnt(records));
  });

  it('believes no reference that everything else denies', () => {
    // The other ids are of another shop that counts the same numbers.
    const foreign = recordsOf({
      ...TRADE,
      copy: (n) =>
        n % 4 === 0 && n < 100
          ? { name: 'somebody else', email: `x${n}@else.example`, amount: 77_700 + n, placed: day(400 + n) }
          : {},
    });
    const { rests, model } = learnt(foreign);
    expect(rests.links).toBe(75);
    const { amount = [], client = [] } = model.weights;
    expect(amount.at(-1)).toBeLessThanOrEqual(ORDERS_MODEL.weights.amount?.at(-1) ?? 0);
    expect(client.at(-1)).toBeLessThanOrEqual(ORDERS_MODEL.weights.client?.at(-1) ?? 0);
  });
});

describe('of a large book a lot of records is looked at', () => {
  const large = recordsOf({ sales: 1200, linked: 1200 }).map((one, at) => ({
    ...one,
    amount: 10_000 + Math.floor(at / 2) * 7,
  }));
  const { columns, texts } = seenBook(large);
  const told: number[] = [];
  const pace: Pace = {
    checkpoint: (stage, done, total) => told.push(['references', 'compare', 'decide'].indexOf(stage) + done / Math.max(1, total)),
  };
  const found = modelFromBook({ engine: ENGINE, columns, texts, pace }, ORDERS_MODEL, 240);
  if ('refused' in found) throw new Error(found.refused.code);

  it('and its links are judged with their rivals on both sides', () => {
    const { links, before, expected } = found.rests;
    // A tenth of the records: about a fifth of the links have one of them.
    expect(links).toBeGreaterThan(150);
    expect(links).toBeLessThan(350);
    expect(before.right).toBeGreaterThan(0.9 * links);
    // Still the whole book's, though rivals were looked at that nobody drew.
    expect(expected).toBeGreaterThan(1000);
    expect(expected).toBeLessThan(1400);
  });

  it('and how far it is only ever goes up', () => {
    expect(told.length).toBeGreaterThan(10);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });
});

describe('what cannot be is refused', () => {
  it('a book in which references hold too little together', () => {
    expect(learn(recordsOf({ sales: 160, linked: LINKS_NEEDED - 1 }))).toEqual({
      refused: { code: 'tooFewLinks', links: LINKS_NEEDED - 1 },
    });
  });

  it('weights of a comparison in which linked records agree no more often than others do', () => {
    // Each copy bears the client of the next sale: names agree by chance now and then, and never where a reference links.
    const clients = recordsOf(TRADE).filter(({ system }) => system === 'shopify');
    const records = recordsOf({
      ...TRADE,
      copy: (n) => {
        const { name = '', email = '' } = clients[(n + 1) % clients.length] ?? {};
        return { name, email };
      },
    });
    const found = learn(records);
    expect('rests' in found && found.rests.comparisons.find(({ name }) => name === 'client')?.kept).toBe('odd');
    expect('rests' in found && found.model.weights.client).toEqual(ORDERS_MODEL.weights.client);
  });
});
