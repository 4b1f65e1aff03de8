/** What people said about links, for quick asking. The later of two that contradict stands. */
import type { LinkDecision, LinkEnd, ReconcileInput } from './inputs.ts';
import type { LinkKind } from './outputs.ts';

export class Verdicts {
  readonly #apart = new Set<string>();
  readonly #linked = new Map<string, LinkEnd>();
  readonly size: number;

  constructor({ decisions }: Pick<ReconcileInput, 'decisions'>) {
    this.size = decisions.length;
    for (const decision of decisions) this.#hear(decision);
  }

  /** Order that a person linked a row to, or null. `booking` asks for both kinds of booking links. */
  orderOf(kind: 'payment-order' | 'refund-order' | 'booking', row: number): number | null {
    if (this.size === 0) return null;
    const kinds: readonly LinkKind[] = kind === 'booking' ? ['invoice-order', 'booking-order'] : [kind];
    for (const asked of kinds) {
      const end = this.#linked.get(`${asked} ${nameOf({ of: 'row', row })}`);
      if (end?.of === 'order') return end.order;
    }
    return null;
  }

  /** Row that a person linked a row to (refund-payment, dispute-payment, fee-payment), or null. */
  rowOf(kind: LinkKind, row: number): number | null {
    const end = this.size === 0 ? undefined : this.#linked.get(`${kind} ${nameOf({ of: 'row', row })}`);
    return end?.of === 'row' ? end.row : null;
  }

  /** Links of payouts that people made: lines to payouts, payouts to bank lines, bookings to payouts. */
  *payoutLinks(
    kind: 'payout-line' | 'payout-bank' | 'booking-payout',
  ): Generator<{ readonly from: LinkEnd; readonly to: LinkEnd }> {
    for (const [key, to] of this.#linked) {
      const from = key.startsWith(`${kind} `) ? this.#ends.get(key) : undefined;
      if (from !== undefined) yield { from, to };
    }
  }

  readonly #ends = new Map<string, LinkEnd>();

  /** Whether a person said that this row is not of this order. */
  apart(kind: LinkKind, row: number, order: number): boolean {
    return this.size > 0 && this.#apart.has(`${kind} ${nameOf({ of: 'row', row })} ${nameOf({ of: 'order', order })}`);
  }

  apartEnds(kind: LinkKind, from: LinkEnd, to: LinkEnd): boolean {
    return this.size > 0 && this.#apart.has(`${kind} ${nameOf(from)} ${nameOf(to)}`);
  }

  #hear({ kind, from, to, verdict }: LinkDecision): void {
    const start = `${kind} ${nameOf(from)}`;
    const whole = `${start} ${nameOf(to)}`;
    // A payout may have several bank lines, and a bank line several payouts; every other end has one answer.
    const key = kind === 'payout-bank' ? whole : start;
    if (verdict === 'linked') {
      this.#linked.set(key, to);
      this.#ends.set(key, from);
      this.#apart.delete(whole);
      return;
    }
    this.#apart.add(whole);
    const known = this.#linked.get(key);
    if (known !== undefined && nameOf(known) === nameOf(to)) this.#linked.delete(key);
  }
}

function nameOf(end: LinkEnd): string {
  switch (end.of) {
    case 'row':
      return `r${end.row}`;
    case 'order':
      return `o${end.order}`;
    case 'payout':
      return `p${end.source}:${end.id}`;
  }
}
