/** Carries drawn steps out on a book, as a person at the keyboard would. */
import { orderPage } from '#main/services/orders/page.ts';
import { reviewCommands, reviewQueries } from '#main/services/review/index.ts';
import type { Receipt } from '#shared/contract/procedure.ts';
import { canonicalIdOf } from '#shared/domain/ids.ts';
import { keyText, type RecordKey } from '#shared/domain/source-record.ts';
import type { HandMadeBook } from '#test/factories/hand-made-book.ts';
import { type File, keysIn, type Step } from './world.ts';

const NO_REASON = { reasonCode: null, reasonText: null };
const commands = reviewCommands();
const queries = reviewQueries();

export class Actor {
  readonly #book: HandMadeBook;
  readonly #keys: readonly RecordKey[];
  readonly #batches: { readonly id: number; live: boolean }[] = [];
  readonly #joined = new Set<string>();
  #commands = 0;

  constructor(book: HandMadeBook, world: readonly File[]) {
    this.#book = book;
    this.#keys = keysIn(world);
    for (const [index, file] of world.entries()) this.#batches.push({ id: book.importFile(`file${index}`, file), live: true });
  }

  /** The receipt of a decision, or null when there was nothing to do or a rule was in the way. */
  take(step: Step): Receipt | null {
    switch (step.do) {
      case 'together':
        return this.together([this.#key(step.a), this.#key(step.b)]);
      case 'split':
        return this.split(this.#key(step.a));
      case 'join':
        this.#join(this.#key(step.a), this.#key(step.b));
        return null;
      case 'undoLast':
      case 'redoLast':
        return this.withdrawLast(step.do === 'undoLast' ? 'undo' : 'redo');
      case 'undoFile':
      case 'redoFile':
        this.#toggle(step.file, step.do === 'redoFile');
        return null;
    }
  }

  together(members: RecordKey[]): Receipt | null {
    return this.#receipt(commands.together(this.#book.context, { commandId: this.#command(), members, ...NO_REASON }));
  }

  /** Takes the record out of its order, when it shares one. */
  split(key: RecordKey): Receipt | null {
    const orderId = canonicalIdOf(key, this.#book.context.ports.sha256);
    const page = orderPage(this.#book.reader, { orderId });
    if (page === null || page.members.length < 2) return null;
    const takeOut = [this.#book.id(key)];
    return this.#receipt(commands.split(this.#book.context, { commandId: this.#command(), orderId, takeOut, ...NO_REASON }));
  }

  withdrawLast(which: 'undo' | 'redo'): Receipt | null {
    const state = queries.undoState(this.#book.reader) as {
      undo: { decisionId: number } | null;
      redo: { decisionId: number } | null;
    };
    const decisionId = state[which]?.decisionId;
    return decisionId === undefined ? null : this.withdraw(decisionId);
  }

  withdraw(decisionId: number): Receipt | null {
    return this.#receipt(commands.withdraw(this.#book.context, { commandId: this.#command(), decisionId, ...NO_REASON }));
  }

  /** Imports every file again, whatever its state. */
  importAgain(world: readonly File[]): void {
    for (const [index, file] of world.entries()) this.#book.importFile(`again${index}`, file);
  }

  #join(a: RecordKey, b: RecordKey): void {
    const name = [keyText(a), keyText(b)].sort().join(' ');
    if (keyText(a) === keyText(b) || this.#joined.has(name)) return;
    this.#joined.add(name);
    this.#book.join(a, b, 10_000 + (name.length % 7) * 1000);
  }

  #toggle(file: number, live: boolean): void {
    const batch = this.#batches[file % this.#batches.length];
    if (batch === undefined || batch.live === live) return;
    batch.live = live;
    if (live) this.#book.redo(batch.id);
    else this.#book.undo(batch.id);
  }

  #key(spot: number): RecordKey {
    return this.#keys[spot % this.#keys.length] as RecordKey;
  }

  #command(): string {
    this.#commands += 1;
    return `command-${String(this.#commands).padStart(4, '0')}`;
  }

  #receipt(outcome: unknown): Receipt | null {
    return outcome !== null && typeof outcome === 'object' && 'commandId' in outcome ? (outcome as Receipt) : null;
  }
}
