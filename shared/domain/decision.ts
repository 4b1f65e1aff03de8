/** Decisions: what a person or a rule decided. They name source records by key, so they survive rebuilds and re-imports. */
import type { FactValue, FieldName } from './fields.ts';
import { keysOfMoney, type MoneyDecisionBody } from './money-decision.ts';
import type { RecordKey } from './source-record.ts';

/** Who decided: a named person, a rule and its version, or a model and its version. Stored as text: `person:Ana`, `rule:reference@1`. */
export type Actor = string;

export function personActor(name: string): Actor {
  return `person:${name}`;
}

/** "Ana", "rule reference@1": how an actor is shown. */
export function actorLabel(actor: Actor): string {
  const at = actor.indexOf(':');
  const kind = actor.slice(0, at);
  const name = actor.slice(at + 1);
  return kind === 'person' ? name : `${kind} ${name}`;
}

/** Where a field of a merged order takes its value from. */
export type FieldPick =
  | { readonly from: 'record'; readonly key: RecordKey }
  | { readonly from: 'person'; readonly value: FactValue | null }
  | { readonly from: 'both'; readonly keys: readonly RecordKey[] };

/** The question a decision answers, and what was compared then: it is asked again only when a compared field changed. */
export interface Answer {
  /** Proposal id: a hash over its member keys. Null when nothing was asked (records named by hand, a split). */
  readonly proposalId: string | null;
  readonly band: 'certain' | 'likely' | 'possible' | null;
  /** Taken with others of its band after a look at a sample, not looked at itself. */
  readonly bulk: boolean;
  /** Key text → compared field → fingerprint of its value (see core/changes/compared.ts). */
  readonly compared: { readonly [keyText: string]: { readonly [F in FieldName]?: string } };
}

export const AUDIT_VERDICTS = ['right', 'wrong', 'unsure'] as const;
export type AuditVerdict = (typeof AUDIT_VERDICTS)[number];

export type DecisionSides = readonly [readonly RecordKey[], readonly RecordKey[]];

export type DecisionBody =
  | MoneyDecisionBody
  /** These records are one sale. Outranks every machine rule except currency and book. */
  | {
      readonly kind: 'together';
      readonly members: readonly RecordKey[];
      /** For each member, the number of the order it lay in before. Taken back, the machine never joins across these again. */
      readonly parts: readonly number[];
      readonly picks: { readonly [F in FieldName]?: FieldPick };
      readonly answer: Answer;
    }
  /** No record of the one side is the same sale as one of the other; blocks joining through a third record too. */
  | {
      readonly kind: 'apart';
      readonly sides: DecisionSides;
      /** Decisions *together* that a split cuts: while it stands they hold on each side of the cut only. */
      readonly cuts: readonly number[];
      readonly answer: Answer;
    }
  /** Linked, but not one sale (a replacement, a branch, a re-order). Implies apart. */
  | { readonly kind: 'relate'; readonly sides: DecisionSides; readonly relation: string; readonly answer: Answer }
  /** A field of the order that holds this record is chosen or overridden; the edit stays with the record. */
  | {
      readonly kind: 'pick';
      readonly member: RecordKey;
      readonly field: FieldName;
      readonly pick: FieldPick;
      readonly override: boolean;
    }
  /** An unreadable row, entered by a named person. */
  | {
      readonly kind: 'correct';
      readonly batchSha256: string;
      readonly line: number;
      readonly values: { readonly [column: string]: string };
    }
  /** This id has left the book (an export): the order that holds the member goes on showing it. */
  | { readonly kind: 'pin'; readonly member: RecordKey; readonly canonicalId: string }
  /** Not now: comes back at `untilMs`, or when a compared field changes. */
  | { readonly kind: 'skip'; readonly members: readonly RecordKey[]; readonly untilMs: number; readonly answer: Answer }
  /** From here on evidence is weighed by this model. Taken back, the one before is in force again. */
  | { readonly kind: 'adopt_model'; readonly modelVersion: string }
  /** A person looked at a link of the machine, drawn as a sample. It changes no order: it says how often the machine is right. */
  | {
      readonly kind: 'audit';
      readonly pair: readonly [RecordKey, RecordKey];
      readonly verdict: AuditVerdict;
      /** Model that had joined the two. */
      readonly modelVersion: string;
    }
  /** Takes an earlier decision back. Undo of an undo withdraws the withdrawal. */
  | { readonly kind: 'withdraw'; readonly decisionId: number };

export type DecisionKind = DecisionBody['kind'];

export interface Decision {
  readonly id: number;
  readonly commandId: string;
  readonly actor: Actor;
  readonly atMs: number;
  readonly body: DecisionBody;
  readonly reasonCode: string | null;
  readonly reasonText: string | null;
  readonly withdrawnBy: number | null;
}

/** Every key a decision names. */
export function keysOf(body: DecisionBody): readonly RecordKey[] {
  switch (body.kind) {
    case 'together':
    case 'skip':
      return body.members;
    case 'apart':
    case 'relate':
      return [...body.sides[0], ...body.sides[1]];
    case 'pick':
    case 'pin':
      return [body.member];
    case 'audit':
      return body.pair;
    case 'link':
    case 'exception':
    case 'write_off':
    case 'policy':
    case 'opening':
    case 'coverage':
      return keysOfMoney(body);
    case 'correct':
    case 'adopt_model':
    case 'withdraw':
      return [];
  }
}
