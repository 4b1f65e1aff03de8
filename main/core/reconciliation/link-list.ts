/** Links as they are found, in columns that grow. */
import { LINK_KINDS, LINK_RULES, type LinkColumns, type LinkKind, type LinkRule } from './outputs.ts';

export interface NewLink {
  readonly kind: LinkKind;
  readonly from: number;
  readonly to: number;
  readonly rule: LinkRule;
  readonly linked: boolean;
  /** Thousandths; a link that a reference proves has 1000. */
  readonly permille: number;
  readonly amount: number;
  readonly currency: number;
  readonly group?: number;
}

export class LinkList {
  size = 0;
  #groups = 0;
  #kind = new Uint8Array(1024);
  #from = new Uint32Array(1024);
  #to = new Uint32Array(1024);
  #linked = new Uint8Array(1024);
  #permille = new Uint16Array(1024);
  #rule = new Uint8Array(1024);
  #amount = new Float64Array(1024);
  #currency = new Uint16Array(1024);
  #group = new Uint32Array(1024);

  add(link: NewLink): void {
    this.put(
      LINK_KINDS.indexOf(link.kind),
      link.from,
      link.to,
      LINK_RULES.indexOf(link.rule),
      link.linked ? 1 : 0,
      link.permille,
      link.amount,
      link.currency,
      link.group ?? 0,
    );
  }

  /** A number for links that are one question, or one payment: of no other kind of link. */
  newGroup(): number {
    return ++this.#groups;
  }

  /** The same without an object, for loops over a million rows. */
  put(
    kind: number,
    from: number,
    to: number,
    rule: number,
    linked: 0 | 1,
    permille: number,
    amount: number,
    currency: number,
    group: number,
  ): void {
    const i = this.size++;
    if (i === this.#kind.length) this.#grow();
    this.#kind[i] = kind;
    this.#from[i] = from;
    this.#to[i] = to;
    this.#rule[i] = rule;
    this.#linked[i] = linked;
    this.#permille[i] = permille;
    this.#amount[i] = Number.isNaN(amount) ? 0 : amount;
    this.#currency[i] = currency;
    this.#group[i] = group;
  }

  /** The links so far; the columns are views, not copies. */
  columns(): LinkColumns {
    const n = this.size;
    return {
      size: n,
      kind: this.#kind.subarray(0, n),
      from: this.#from.subarray(0, n),
      to: this.#to.subarray(0, n),
      linked: this.#linked.subarray(0, n),
      permille: this.#permille.subarray(0, n),
      rule: this.#rule.subarray(0, n),
      amount: this.#amount.subarray(0, n),
      currency: this.#currency.subarray(0, n),
      group: this.#group.subarray(0, n),
    };
  }

  #grow(): void {
    const length = this.#kind.length * 2;
    this.#kind = grown(this.#kind, new Uint8Array(length));
    this.#from = grown(this.#from, new Uint32Array(length));
    this.#to = grown(this.#to, new Uint32Array(length));
    this.#linked = grown(this.#linked, new Uint8Array(length));
    this.#permille = grown(this.#permille, new Uint16Array(length));
    this.#rule = grown(this.#rule, new Uint8Array(length));
    this.#amount = grown(this.#amount, new Float64Array(length));
    this.#currency = grown(this.#currency, new Uint16Array(length));
    this.#group = grown(this.#group, new Uint32Array(length));
  }
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
