/**
 * Tells when a file leaves its currency to the book. Connectors take `defaultCurrency` where a row, an element or the whole file names
 * none, and nowhere else: so a record that states an amount, and for which it was asked for, has a currency that nobody stated.
 */
import type { DraftSink, ReadOptions } from './connector.ts';

export class AssumedCurrency {
  /** As given; whoever reads the default currency from them is noticed. */
  readonly options: ReadOptions;
  readonly sink: DraftSink;
  /** Records with an amount in the default currency that their file does not name. */
  records = 0;
  #taken = false;

  constructor(options: ReadOptions, sink: DraftSink) {
    const take = (): string => {
      this.#taken = true;
      return options.defaultCurrency;
    };
    this.options = {
      ...options,
      get defaultCurrency() {
        return take();
      },
    };
    this.sink = {
      record: (draft) => {
        const { total, amount } = draft.facts;
        if (this.#taken && (total ?? amount) != null) this.records++;
        this.#taken = false;
        sink.record(draft);
      },
      rejected: (row) => {
        this.#taken = false;
        sink.rejected(row);
      },
      statement: (draft) => sink.statement?.(draft),
    };
  }
}
