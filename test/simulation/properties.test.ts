/** The promises, held over drawn worlds on real books: nothing is lost, nothing is final, nothing comes back, nothing is guessed. */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { rebuildCheck } from '#main/services/rebuild.ts';
import { reviewCommands, reviewQueries } from '#main/services/review/index.ts';
import type { Comparison, MergeEffects } from '#shared/contract/review.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { type HandMadeBook, handMadeBook } from '#test/factories/hand-made-book.ts';
import { Actor } from './actor.ts';
import { canonicalTotal, type LogicalOrder, nameOf, ordersIn, questionsIn, sourcesTotal } from './logical-state.ts';
import { anySteps, decisionSteps, type File, files, keysIn, type Step } from './world.ts';

/** Worlds drawn for each property; a nightly run draws more: `PROPERTY_RUNS=500`. */
const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? '20') };
/** Each world is a book on disk, and machines are busy: the limit is there to end a hang, not to judge speed. */
vi.setConfig({ testTimeout: 600_000 });
const NO_REASON = { reasonCode: null, reasonText: null };
const NO_FILTER = { text: '', systems: [], bands: [], minAmountMinor: 0, conflict: null };

/** Runs `check` on a book of its own, which is gone when the property is. */
async function onBook(
  world: readonly File[],
  steps: readonly Step[],
  check: (book: HandMadeBook, actor: Actor) => void,
): Promise<void> {
  const book = handMadeBook();
  try {
    const actor = new Actor(book, world);
    for (const step of steps) actor.take(step);
    check(book, actor);
  } finally {
    await book.dispose();
  }
}

describe('nothing is final', () => {
  it('a decision that is undone leaves the book as it was, and redone as it had become', async () => {
    await fc.assert(
      fc.asyncProperty(
        files,
        decisionSteps,
        fc.integer({ min: 0, max: 19 }),
        fc.integer({ min: 0, max: 19 }),
        (world, steps, a, b) =>
          onBook(world, steps, (book, actor) => {
            const before = ordersIn(book.db);
            const done = actor.take({ do: steps.length % 3 === 0 ? 'split' : 'together', a, b });
            if (done?.decisionId == null) {
              expect(ordersIn(book.db)).toEqual(before);
              return;
            }
            const after = ordersIn(book.db);
            const undone = actor.withdraw(done.decisionId);
            expect(ordersIn(book.db)).toEqual(before);
            expect(actor.withdraw(undone?.decisionId ?? 0)).not.toBeNull();
            expect(ordersIn(book.db)).toEqual(after);
          }),
      ),
      RUNS,
    );
  });

  it('a merge that was taken back is not joined by the machine afterwards', async () => {
    await fc.assert(
      fc.asyncProperty(files, (world) =>
        onBook(world, [], (book, actor) => {
          const [a, b] = keysIn(world);
          if (a === undefined || b === undefined) return;
          const done = actor.together([a, b]);
          if (done?.decisionId == null) return;
          actor.withdraw(done.decisionId);
          book.join(a, b, 30_000);
          expect(ordersIn(book.db).every(({ members }) => members.length === 1)).toBe(true);
          expect(actor.together([a, b])).not.toBeNull();
        }),
      ),
      RUNS,
    );
  });
});

describe('nothing comes back', () => {
  it('importing every file again changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(files, decisionSteps, (world, steps) =>
        onBook(world, steps, (book, actor) => {
          const before = ordersIn(book.db);
          actor.importAgain(world);
          expect(ordersIn(book.db)).toEqual(before);
        }),
      ),
      RUNS,
    );
  });

  it('the order of files does not matter, nor that of the decisions of one person about different sales', async () => {
    await fc.assert(
      fc.asyncProperty(files, fc.infiniteStream(fc.nat({ max: 1000 })), async (world, picks) => {
        const shuffled = world.toSorted(() => ((picks.next().value as number) % 2 === 0 ? -1 : 1));
        const steps: Step[] = [
          { do: 'join', a: 0, b: 1 },
          { do: 'together', a: 2, b: 3 },
          { do: 'join', a: 4, b: 5 },
        ];
        const states: LogicalOrder[][] = [];
        for (const order of [world, shuffled]) await onBook(order, steps, (book) => void states.push(ordersIn(book.db)));
        expect(states[1]).toEqual(states[0]);
      }),
      RUNS,
    );
  });
});

describe('after any steps', () => {
  it('each live record is in exactly one order, rebuild agrees, and the log has no gap', async () => {
    await fc.assert(
      fc.asyncProperty(files, anySteps, (world, steps) =>
        onBook(world, steps, (book) => {
          const orders = ordersIn(book.db);
          const inOrders = orders.flatMap(({ members }) => members);
          const live = book.db
            .prepare<[], number>(
              `SELECT count(*) FROM source_records r JOIN import_batches b ON b.id = r.home_batch_id AND b.state = 'published'`,
            )
            .pluck()
            .get();
          expect(new Set(inOrders).size).toBe(inOrders.length);
          expect(inOrders).toHaveLength(live ?? -1);
          expect(rebuildCheck(book.db, book.context.ports).differences).toEqual([]);
          const seqs = book.db.prepare<[], number>('SELECT seq FROM change_log ORDER BY seq').pluck().all();
          expect(seqs).toEqual(seqs.map((_, index) => index + 1));
        }),
      ),
      RUNS,
    );
  });

  it('no order holds two currencies, and no machine join two ids of one system', async () => {
    await fc.assert(
      fc.asyncProperty(files, anySteps, (world, steps) =>
        onBook(world, steps, (book) => {
          for (const { members, joinedBy } of ordersIn(book.db)) {
            expect(new Set(members.map((name) => name.endsWith('4'))).size).toBe(1);
            if (joinedBy !== 'rule') continue;
            const keys = keysIn(world).filter((key) => members.includes(nameOf(key)));
            const spaces = keys.map(({ system, account, type }) => `${system} ${account} ${type}`);
            expect(new Set(spaces).size).toBe(spaces.length);
          }
        }),
      ),
      RUNS,
    );
  });

  it('every field of an order traces to a record that states it, or to a named person', async () => {
    await fc.assert(
      fc.asyncProperty(files, anySteps, (world, steps) =>
        onBook(world, steps, (book) => {
          for (const { fields, members } of ordersIn(book.db)) {
            for (const choice of Object.values(fields ?? {})) {
              if (choice.recordId === null) expect(choice.why).toContain('Ana');
              else expect(members).toContain(choice.recordId);
            }
          }
        }),
      ),
      RUNS,
    );
  });
});

describe('a merge on the screen', () => {
  const queries = reviewQueries();
  const commands = reviewCommands();

  it('gives the very order that the preview showed, moves totals as it said, and writes as many entries', async () => {
    await fc.assert(
      fc.asyncProperty(files, decisionSteps, fc.boolean(), (world, steps, custom) =>
        onBook(world, steps, (book) => {
          const members = askable(book, world);
          if (members === null) return;
          const proposalId = book.ask({ members });
          const picks = custom ? [{ field: 'notes', from: 'person' as const, text: 'seen by Ana' }] : [];
          const comparison = queries.get(book.reader, { proposalId, tab: 'toReview', filter: NO_FILTER }) as Comparison;
          const preview = queries.preview(book.reader, { proposalId, picks }) as MergeEffects | null;
          const said = sourcesTotal(book.db);
          const canonical = canonicalTotal(book.db);
          const before = ordersIn(book.db);
          const outcome = commands.merge(book.context, {
            commandId: 'merge-on-screen',
            proposalId,
            token: comparison.token,
            memberIds: comparison.members.map(({ recordId }) => recordId),
            picks,
            overrides: [],
            ...NO_REASON,
          }) as { seqFirst: number; seqLast: number; decisionId: number; code?: string };
          expect(comparison.blocking.length === 0).toBe(outcome.code === undefined);
          if (preview === null || outcome.code !== undefined) {
            expect(preview).toBeNull();
            expect(ordersIn(book.db)).toEqual(before);
            return;
          }
          expect(outcome.seqLast - outcome.seqFirst + 1).toBe(preview.logEntries);
          const merged = ordersIn(book.db).find(({ id }) => id === preview.orderId);
          const fields = merged?.fields ?? {};
          expect(Object.keys(fields)).toEqual(preview.result.map(({ field }) => field).sort());
          const shown = new Map(preview.result.map(({ field, why }) => [field, why.replace('by you', 'by Ana')]));
          for (const [field, { why }] of Object.entries(fields)) expect(why).toBe(shown.get(field));
          expect(sourcesTotal(book.db)).toEqual(said);
          for (const [currency, total] of Object.entries(canonicalTotal(book.db))) {
            const part = (values: MergeEffects['canonicalAfter']) =>
              values.filter((value) => value.currency === currency).reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0);
            expect(total).toBe((canonical[currency] ?? 0) - part(preview.canonicalBefore) + part(preview.canonicalAfter));
          }
          expect(questionsIn(book.db)).toEqual([{ id: proposalId, state: 'merged', changed_field: null }]);
        }),
      ),
      RUNS,
    );
  });

  /** Two live records of different orders; null when there are none. */
  function askable(book: HandMadeBook, world: readonly File[]): RecordKey[] | null {
    const orders = ordersIn(book.db);
    const [first, second] = keysIn(world).filter((key) => orders.some(({ members }) => members[0] === nameOf(key)));
    return first === undefined || second === undefined ? null : [first, second];
  }
});
