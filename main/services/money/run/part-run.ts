/**
 * A run after a small change: the neighbourhood of what came is reconciled as it was and as it is, each beside what lies outside of it,
 * and what differs is what a run over the whole book would write. Where something inside turns out to lean on something outside, that is
 * taken in and all is done again; where it cannot be shown that nothing outside moved, everything is looked at (`NotLocal`).
 */
import { reconcileWorld } from '#core/reconciliation/reconcile.ts';
import { NotLocal, type Rest } from '#core/reconciliation/rest.ts';
import type { ReadableDb } from '#store/database.ts';
import { EXCEPTIONS, PAYOUTS, POSITIONS } from '#store/queries/money-found.ts';
import { orderEdits } from '../load/edits.ts';
import type { LoadedBook } from '../load/index.ts';
import { editsIn, type Part, partOf, twinsAmong, twinsIn } from '../load/part.ts';
import { addUp } from './add-up.ts';
import { answersOf } from './answers.ts';
import { type ChangedSince, changedSince } from './changed-since.ts';
import { type FoundWorld, type ReconcileTools, sendLinks, sendRows, writtenPayoutIds } from './compute.ts';
import { Ends } from './ends.ts';
import { exceptionRows, otherExceptions } from './exceptions.ts';
import { payoutRows, positionRows } from './found.ts';
import { takeInWhatLeans } from './leaning.ts';
import { foundLinks, linkHashes } from './links.ts';
import type { MoneySummary } from './messages.ts';
import { reportOf } from './report.ts';
import type { StandingRun } from './standing-run.ts';

/** Times that a neighbourhood may grow before everything is looked at. */
const MOST_ROUNDS = 8;
const READING = 'Reading what came since';
const LINKING = 'Linking what belongs together';
const STORING = 'Storing what was found';

/** What was found of a part, and where its rows lie in the whole book. */
export interface FoundPart extends FoundWorld {
  readonly part: Part;
}

export async function reconcilePart(tools: ReconcileTools, run: StandingRun, inputVersion: string): Promise<MoneySummary> {
  const { db, sha256, pace } = tools;
  pace(0.1, READING);
  const change = changedSince(db, run, inputVersion, tools.asOf, sha256);
  const [before, after] = settle(tools, run, change);
  tools.computed(inputVersion);
  await sendPart(tools, run, change, before, after);
  const { summary, root } = run;
  const { currencies } = run.found.book.input;
  const hashesOf = ({ output, ends }: FoundPart): Uint8Array =>
    linkHashes(output.links, ends, currencies, { sha256, pause: () => pace(0.9, STORING) });
  const whole = addUp(run.found.output, before.output, after.output);
  const moved = (name: string, of: (found: FoundPart) => number): number => (summary.counts[name] ?? 0) + of(after) - of(before);
  return {
    policyVersion: summary.policyVersion,
    asOfMs: change.asOfMs,
    onlyUntil: false,
    counts: {
      ...whole.counts,
      events: moved('events', ({ book }) => book.input.money.size),
      orders: moved('orders', ({ book }) => book.input.orders.size),
      links: moved('links', ({ output }) => output.links.size),
      payouts: moved('payouts', ({ output }) => output.payouts.length),
      exceptions: moved('exceptions', ({ output }) => output.findings.length),
    },
    linkCount: summary.linkCount + after.output.links.size - before.output.links.size,
    linksRoot: root.rootAfter(hashesOf(before), hashesOf(after)),
    report: JSON.stringify(reportOf(after.book, whole)),
    looked: { at: 'neighbourhood', because: null, rows: after.book.input.money.size, orders: after.book.input.orders.size },
  };
}

/** What is stored of the part is what was found of it as it was. */
async function sendPart(
  tools: ReconcileTools,
  run: StandingRun,
  change: ChangedSince,
  before: FoundPart,
  after: FoundPart,
): Promise<void> {
  const { currencies } = run.found.book.input;
  await sendLinks(tools, after, foundLinks(before.output.links, before.ends, currencies));
  const payouts = ({ book, output, ends }: FoundPart) => payoutRows(book, output, ends).values();
  await sendRows(tools, PAYOUTS, payouts(before), payouts(after), 'payouts');
  const positions = ({ book, output }: FoundPart) => positionRows(book, output);
  await sendRows(tools, POSITIONS, positions(before), positions(after), 'positions');
  const answers = answersOf(tools.db);
  const exceptions = ({ book, output, ends }: FoundPart, others: StandingRun['others']) =>
    exceptionRows(book, output, ends, { answers, others, sha256: tools.sha256 }).values();
  const others = othersSince(tools, run, change);
  await sendRows(tools, EXCEPTIONS, exceptions(before, run.others), exceptions(after, others), 'exceptions');
}

/** Of records that stood, versions of one moment disagree as they did. */
function othersSince(
  { db, isHoliday, sha256 }: ReconcileTools,
  run: StandingRun,
  { freshIds }: ChangedSince,
): StandingRun['others'] {
  const ties = run.others.filter(({ reason }) => reason === 'silent_overwrite');
  return [...otherExceptions(db, { until: null, isHoliday, sha256 }, freshIds), ...ties];
}

/** The part as it was and as it is, once nothing in it leans on anything outside. */
function settle(tools: ReconcileTools, run: StandingRun, change: ChangedSince): readonly [FoundPart, FoundPart] {
  const { neighbourhood, fresh, changedOrders } = change;
  const { book, world } = run.found;
  const { source, currency } = fresh.money.columns;
  const moved = new Set(Array.from(source, (of, row) => `${of} ${currency[row]}`));
  for (let round = 0; round < MOST_ROUNDS; round++) {
    tools.pace(0.2, LINKING);
    neighbourhood.close();
    refuseDecidedRows(run, neighbourhood);
    const inside = { rows: ascending(neighbourhood.rows), orders: ascending(neighbourhood.orders) };
    const kept = { rows: inside.rows, orders: inside.orders.filter((order) => !changedOrders.has(order)) };
    const was = partOf(book, world.tokens, inside, null);
    const is = partOf(book, world.tokens, kept, fresh);
    const before = find(tools, run, was, { ...whatStood(run, was), rest: run.outside.of(was, inside, () => false) });
    const isMoved: Rest['isMoved'] = (of, money) => moved.has(`${of} ${money}`);
    const after = find(tools, run, is, { ...whatStands(tools.db, run, is, change), rest: run.outside.of(is, inside, isMoved) });
    if (!takeInWhatLeans(run, before, after, neighbourhood)) return [before, after];
  }
  throw new NotLocal('a neighbourhood that goes on growing');
}

function ascending(numbers: ReadonlySet<number>): number[] {
  return [...Uint32Array.from(numbers).sort()];
}

type Said = Pick<LoadedBook, 'coverage' | 'seen'> &
  Pick<LoadedBook['input'], 'statements' | 'asOfMs' | 'twins' | 'edits'> & { readonly rest: Rest };

function whatStood({ found: { book } }: StandingRun, part: Part): Omit<Said, 'rest'> {
  const { statements, asOfMs, twins, edits } = book.input;
  return { coverage: book.coverage, seen: book.seen, statements, asOfMs, twins: twinsIn(part, twins), edits: editsIn(part, edits) };
}

function whatStands(db: ReadableDb, run: StandingRun, part: Part, change: ChangedSince): Omit<Said, 'rest'> {
  const { coverage, seen, statements, asOfMs } = change;
  const { book } = run.found;
  const edits = editsIn(part, book.input.edits);
  for (const [order, list] of orderEdits(db, part.orders, () => undefined, change.memberIds)) edits.set(order, list);
  return { coverage, seen, statements, asOfMs, twins: twinsAmong(part, book.orders, change.sentTwice), edits };
}

function find(tools: ReconcileTools, run: StandingRun, part: Part, { coverage, seen, ...said }: Said): FoundPart {
  const { book: whole } = run.found;
  const { money, orders } = part;
  const book: LoadedBook = {
    ...whole,
    money,
    orders,
    coverage,
    seen,
    input: {
      ...whole.input,
      ...said,
      coverage,
      money: money.columns,
      orders: orders.columns,
      decisions: bankDecisions(run, part),
      writeOffs: [],
      goods: { rows: [], ofOrder: () => new Map() },
    },
  };
  const { world, output } = reconcileWorld(book.input, () => tools.pace(0.5, LINKING));
  const ends = new Ends(book, { output, world }, tools.sha256, (ids) => writtenPayoutIds(tools.db, ids));
  return { part, book, output, world, ends };
}

/** Decisions about payouts and bank lines: all of these are in every part. */
function bankDecisions({ found: { book } }: StandingRun, part: Part): LoadedBook['input']['decisions'] {
  return book.input.decisions.flatMap((decision) => {
    if (decision.kind !== 'payout-bank') return [];
    const [from, to] = [decision.from, decision.to].map((end) => {
      if (end.of !== 'row') return end;
      const row = part.rowOf.get(end.row);
      return row === undefined ? null : { of: 'row' as const, row };
    });
    return from == null || to == null ? [] : [{ ...decision, from, to }];
  });
}

/** Decisions about other links, and write-offs, are known to a run over the whole book only. */
function refuseDecidedRows({ found: { book } }: StandingRun, { rows, orders }: ChangedSince['neighbourhood']): void {
  const ends = [
    ...book.input.decisions.flatMap(({ kind, from, to }) => (kind === 'payout-bank' ? [] : [from, to])),
    ...book.input.writeOffs.map(({ target }) => target),
  ];
  for (const end of ends) {
    const isInside = end.of === 'row' ? rows.has(end.row) : end.of === 'order' && orders.has(end.order);
    if (isInside) throw new NotLocal('a decision about one of the records');
  }
}
