/**
 * Nothing is made, nothing is lost, in a real file: a small company's exports are imported, undone, brought back, merged, parted, linked
 * by hand and taken back at random. After each step every transfer of the ledger is zero in each currency; at each end what is stored is
 * what a rebuild finds. `node test/money/conservation.ts 20 500`
 */
import { nodePorts } from '#main/app/node-ports.ts';
import { checkMoney } from '#main/services/money/check.ts';
import { holidays } from '#main/services/money/holidays.ts';
import { moneyCommands } from '#main/services/money/index.ts';
import { findMoney } from '#main/services/money/run/compute.ts';
import { startReconciling } from '#main/services/money/run/index.ts';
import { COVERED } from '#main/services/money/run/messages.ts';
import { rebuildCheck } from '#main/services/rebuild.ts';
import { reviewCommands } from '#main/services/review/index.ts';
import type { Problem, Receipt } from '#shared/contract/procedure.ts';
import { LINK_KINDS } from '#shared/domain/money-links.ts';
import { Random } from '#test/demo/base/prng.ts';
import { apiRetry, refundWithoutOrder } from '#test/demo/scenarios.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { importDemo, settleDemo } from './year-book.ts';

/** Nine and eleven, ten and eleven: each could be the month. */
const DATES = { 'netsuite-kestrel-sales-orders.csv': 'mdy', 'stripe-kestrel-us-payments.csv': 'dmy' } as const;
const isHoliday = holidays();

export interface Conserved {
  readonly steps: number;
  /** Transfers that were looked at, over all steps. */
  readonly transfers: number;
  /** What a rebuild found otherwise at the end. */
  readonly differences: readonly string[];
}

export async function conserve(seed: number, steps: number): Promise<Conserved> {
  const book = await liveBook();
  try {
    await importDemo(book, refundWithoutOrder(), DATES);
    await importDemo(book, apiRetry('two_charges'), DATES);
    await settleDemo(book);
    const walk = new Walk(book, new Random(seed, 'conservation in a file'));
    let transfers = 0;
    for (let step = 0; step < steps; step++) {
      await walk.step();
      transfers += transfersOf(book);
    }
    await book.idle();
    await book.jobs.settled(startReconciling(book.context));
    const { db } = book.context;
    const differences = [...checkMoney(db, nodePorts).differences, ...rebuildCheck(db, nodePorts).differences];
    return { steps, transfers, differences };
  } finally {
    await book.dispose();
  }
}

/** Reconciles in memory; a transfer that is not zero in each currency throws. */
function transfersOf({ context: { db, ports } }: LiveBook): number {
  const { output } = findMoney({ db, sha256: ports.sha256, isHoliday, asOf: COVERED, pace: () => undefined });
  return output.counts.transfers ?? 0;
}

class Walk {
  readonly #book: LiveBook;
  readonly #random: Random;
  readonly #decisions: number[] = [];
  #commands = 0;

  constructor(book: LiveBook, random: Random) {
    this.#book = book;
    this.#random = random;
  }

  async step(): Promise<void> {
    switch (this.#random.below(10)) {
      case 0:
        return this.#turnBatch();
      case 1:
      case 2:
      case 3:
        return this.#link();
      case 4:
      case 5:
        return this.#merge();
      case 6:
        // Replay: what stands is found again.
        await this.#book.jobs.settled(startReconciling(this.#book.context));
        return;
      default:
        return this.#takeBack();
    }
  }

  /** An import leaves the book, or comes back. */
  async #turnBatch(): Promise<void> {
    const { db } = this.#book.context;
    const batches = db
      .prepare<[], { id: number; state: string }>(
        "SELECT id, state FROM import_batches WHERE state IN ('published', 'undone') ORDER BY id",
      )
      .all();
    const { id, state } = this.#random.pick(batches);
    await (state === 'published' ? this.#book.undo(id) : this.#book.redo(id));
    await this.#book.idle();
  }

  #link(): void {
    const { db } = this.#book.context;
    const kind = this.#random.pick(['payment-order', 'refund-order', 'refund-payment'] as const);
    const money = db.prepare<[], number>('SELECT record_id FROM money_rows ORDER BY record_id').pluck().all();
    const orders = db.prepare<[], number>('SELECT record_id FROM orders WHERE head_id = record_id AND is_sale = 1').pluck().all();
    if (money.length === 0 || orders.length === 0 || !LINK_KINDS.includes(kind)) return;
    const toId = this.#random.pick(kind === 'refund-payment' ? money : orders);
    const verdict = this.#random.chance(700) ? 'linked' : 'apart';
    const why = { reasonCode: null, reasonText: null };
    this.#keep(
      moneyCommands().decideLink(this.#book.context, {
        commandId: this.#id(),
        kind,
        fromId: this.#random.pick(money),
        toId,
        verdict,
        ...why,
      }),
    );
  }

  #merge(): void {
    const { db } = this.#book.context;
    const rows = db
      .prepare<[], { system: 'shopify'; account: string; native_id: string }>(
        `SELECT s.system, s.account, r.native_id FROM source_records r JOIN sources s ON s.id = r.source_id
         JOIN import_batches b ON b.id = r.home_batch_id AND b.state = 'published' WHERE r.type_code = 0 ORDER BY r.id`,
      )
      .all();
    if (rows.length < 2) return;
    const members = [this.#random.pick(rows), this.#random.pick(rows)].map(({ system, account, native_id }) => ({
      system,
      account,
      type: 'order' as const,
      nativeId: native_id,
    }));
    this.#keep(
      reviewCommands().together(this.#book.context, { commandId: this.#id(), members, reasonCode: null, reasonText: null }),
    );
  }

  async #takeBack(): Promise<void> {
    const decisionId = this.#decisions.splice(this.#random.below(Math.max(1, this.#decisions.length)), 1)[0];
    if (decisionId === undefined) return;
    const input = { commandId: this.#id(), decisionId, reasonCode: null, reasonText: null };
    reviewCommands().withdraw(this.#book.context, input);
    await this.#book.idle();
  }

  #keep(outcome: Receipt | Problem): void {
    if ('decisionId' in outcome && outcome.decisionId !== null) this.#decisions.push(outcome.decisionId);
  }

  #id(): string {
    return `conserve-${this.#commands++}-${nodePorts.newId()}`;
  }
}

if (import.meta.main) {
  const [seeds = 20, steps = 500, first = 1] = process.argv.slice(2).map(Number);
  let transfers = 0;
  const started = performance.now();
  for (let seed = first; seed < first + seeds; seed++) {
    const done = await conserve(seed, steps);
    transfers += done.transfers;
    if (done.differences.length > 0) {
      process.stderr.write(`seed ${seed}: ${done.differences.join('\n')}\n`);
      process.exitCode = 1;
    }
    process.stderr.write(`seed ${seed}, the last is ${first + seeds - 1}: ${steps} steps\n`);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(`${seeds} × ${steps} steps in a file: ${transfers} transfers, each zero in each currency (${seconds} s)\n`);
}
