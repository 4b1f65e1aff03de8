/**
 * The reconciling thread from the outside. It is started for a run, and at a window it stays for a while: a small change is quick where
 * the thread still has the book in memory. It holds as much memory as a run does, so it is let go when nobody asked for some minutes.
 */
import { Worker } from 'node:worker_threads';
import { workerUrl } from '#main/app/worker-url.ts';
import type { ReadableDb } from '#store/database.ts';
import type { WriterContext } from '../../context.ts';
import type { FromMoney, MoneyStart, MoneySummary, MoneyTask, ToMoney } from './messages.ts';

/** The columns of a book lie beside V8's heap; the heap holds native ids, and rows on their way. */
const HEAP_MB = { maxOldGenerationSizeMb: 768, maxYoungGenerationSizeMb: 32 };
const KEPT_MS = 10 * 60_000;

/** Threads that stay, by their book. */
const kept = new WeakMap<ReadableDb, ReconcileThread>();

/** Takes a message; what it resolves with is sent back. */
type Receive = (message: FromMoney) => Promise<ToMoney | null>;

export class ReconcileThread {
  readonly #db: ReadableDb;
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  #receive: (message: FromMoney) => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;
  #timer: NodeJS.Timeout | null = null;

  private constructor({ db, bookPath }: WriterContext) {
    this.#db = db;
    const start: MoneyStart = { bookPath };
    this.#worker = new Worker(workerUrl('reconcile'), { name: 'reconcile', workerData: start, resourceLimits: HEAP_MB });
    this.#worker.on('message', (message: FromMoney) => this.#receive(message));
    this.#worker.on('error', (error) => this.#fail(error instanceof Error ? error : new Error(String(error))));
    this.#ended = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        if (kept.get(db) === this) kept.delete(db);
        this.#fail(new Error('the reconciling thread ended without a result'));
        resolve();
      });
    });
  }

  /** The thread that stayed, or a new one. It belongs to the caller until `keep` or `end`. */
  static of(context: WriterContext): ReconcileThread {
    const stayed = kept.get(context.db);
    kept.delete(context.db);
    if (stayed === undefined) return new ReconcileThread(context);
    stayed.#wake();
    return stayed;
  }

  /** One run. Messages are taken one after the other; an error of taking one ends it. */
  run(task: MoneyTask, receive: Receive): Promise<MoneySummary> {
    return new Promise((resolve, reject) => {
      let turn = Promise.resolve();
      const fail = (error: unknown): void => reject(error instanceof Error ? error : new Error(String(error)));
      this.#fail = (error) => void turn.then(() => fail(error));
      this.#receive = (message) => {
        turn = turn
          .then(async () => {
            const answer = await receive(message);
            if (answer !== null) this.#post(answer);
            if (message.kind === 'done') resolve(message.summary);
          })
          .catch(fail);
      };
      this.#post({ kind: 'run', ...task });
    });
  }

  /** Its run is stored. It goes on from that for a while, and keeps no process from ending. */
  keep(): void {
    this.#receive = () => undefined;
    this.#fail = () => undefined;
    this.#post({ kind: 'stored' });
    this.#worker.unref();
    this.#timer = setTimeout(() => void this.end(), KEPT_MS).unref();
    kept.set(this.#db, this);
  }

  /** Resolves when it holds nothing any more, the book's file neither. */
  async end(): Promise<void> {
    this.#wake();
    this.#fail = () => undefined;
    if (kept.get(this.#db) === this) kept.delete(this.#db);
    this.#post({ kind: 'end' });
    await this.#ended;
  }

  #wake(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#worker.ref();
  }

  #post(message: ToMoney): void {
    this.#worker.postMessage(message);
  }
}

/** Before a book is closed. */
export async function endReconciling(db: ReadableDb): Promise<void> {
  await kept.get(db)?.end();
}
