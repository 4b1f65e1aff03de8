/** What an exception speaks of, as it is stored. */

/** A record, the head of an order or payout, or a source as a whole (then `recordId` is null). */
export interface StoredSubject {
  readonly of: 'record' | 'order' | 'payout' | 'source';
  readonly recordId: number | null;
  /** Of a source: system, account, and the account inside it or ''. */
  readonly source?: readonly [system: string, account: string, inside: string];
}

export interface StoredGuess {
  readonly text: string;
  /** 0 … 1, or null where it is no estimate. */
  readonly probability: number | null;
  readonly subject: StoredSubject | null;
}

export interface StoredEvidence {
  readonly label: string;
  readonly text?: string;
  /** Minor units of the exception's currency. */
  readonly minor?: number;
}
