/** What became of a compared pair, and what held it back, with the words for it. */

export const PAIR_STATES = ['joined', 'proposed', 'apart'] as const;
export type PairState = (typeof PAIR_STATES)[number];

/** Why a pair is not joined by the machine. Stored as it is; null where the evidence is only too weak. */
export const CAUSES = [
  /** Two currencies: nobody may join them. */
  'currency',
  /** Two ids of one system, account and type. */
  'same_source',
  /** A campaign or project whose title does not speak for the sale clearly enough. */
  'context',
  /** A person joined them and took it back. */
  'parted',
  /** A reference names it, but the rest says no. */
  'contradicted',
  /** Another answer is as good. */
  'tie',
  /** Another answer is clearly better. */
  'better_answer',
  /** Joining them would join others that must stay apart. */
  'conflict',
  /** A person said that they are not one sale. */
  'person',
  /** They are one sale already, through other records or by a person. */
  'one_sale',
] as const;
export type Cause = (typeof CAUSES)[number];

/** For screens: what stands in the way of the machine. */
export const CAUSE_LABELS: Readonly<Record<Cause, string>> = {
  currency: 'Different currencies: they can be linked, not merged',
  same_source: 'Two ids of one system: only a person may merge them',
  context: 'Campaigns and projects are joined by a reference, by a title that speaks for one sale only, or by a person',
  parted: 'A merge of them was taken back: only a person may merge them again',
  contradicted: 'A reference names it, but the other facts disagree',
  tie: 'Another answer is as good',
  better_answer: 'Another answer is clearly better',
  conflict: 'Merging them would merge others that must stay apart',
  person: 'A person said that they are not one sale',
  one_sale: 'They are one sale already',
};

/** Causes that keep a question out of bulk accept. `currency` also keeps a person from merging. */
export const BLOCKING_CAUSES: readonly Cause[] = ['currency', 'same_source', 'parted', 'contradicted', 'tie', 'conflict'];
