/** Findings as they are raised: severity, owner and due time come from the reason, the policy and the calendar. */

import { REASON_TITLES } from '#shared/domain/money-words.ts';
import { NO_MINUTE, type ReconcileInput } from '../reconciliation/inputs.ts';
import type { Finding, Guess, Subject } from '../reconciliation/outputs.ts';
import { judge, ownerless, type ReasonCode } from './reasons.ts';

export interface NewFinding {
  readonly reason: ReasonCode;
  readonly subjects: readonly Subject[];
  /** Minutes UTC, NO_MINUTE where nothing tells. */
  readonly minute: number;
  readonly minor: number | null;
  readonly currency: number;
  readonly state?: Finding['state'];
  readonly guess?: Guess | null;
  readonly heldBack?: readonly Subject[];
  readonly evidence?: Finding['evidence'];
}

export class Findings {
  readonly list: Finding[] = [];
  readonly #input: ReconcileInput;
  readonly #base: number;

  constructor(input: ReconcileInput) {
    const { policy, currencies } = input;
    this.#input = input;
    this.#base = policy.baseCurrency === null ? -1 : currencies.indexOf(policy.baseCurrency);
  }

  raise(found: NewFinding): void {
    const { reason, subjects, minute, minor, currency } = found;
    const { policy, isHoliday } = this.#input;
    const eventMs = minute === NO_MINUTE ? null : minute * 60_000;
    this.list.push({
      reason,
      ...judge({ reason, amountMinor: minor, inBaseCurrency: currency === this.#base, eventMs }, policy, isHoliday),
      state: found.state ?? 'open',
      subjects,
      eventMs,
      amountMinor: minor === null || Number.isNaN(minor) ? null : Math.abs(minor),
      currency,
      guess: found.guess ?? null,
      heldBack: found.heldBack ?? [],
      evidence: found.evidence ?? [],
    });
  }

  /** For each reason that the policy leaves without an owner: one finding that names all that nobody would have looked at. */
  raiseOwnerless(): void {
    for (const [reason, list] of ownerless(this.list, this.#input.policy)) {
      const first = list.reduce((a, b) => ((b.eventMs ?? Infinity) < (a.eventMs ?? Infinity) ? b : a));
      this.raise({
        reason: 'owner_missing',
        subjects: list.flatMap(({ subjects }) => subjects),
        minute: first.eventMs === null ? NO_MINUTE : Math.floor(first.eventMs / 60_000),
        minor: null,
        currency: 0,
        evidence: [
          { label: 'Reason', text: REASON_TITLES[reason] ?? reason },
          { label: 'Exceptions', text: String(list.length) },
        ],
      });
    }
  }
}

export function row(of: number): Subject {
  return { of: 'row', row: of };
}

export function order(of: number): Subject {
  return { of: 'order', order: of };
}

export function payout(of: number): Subject {
  return { of: 'payout', payout: of };
}
