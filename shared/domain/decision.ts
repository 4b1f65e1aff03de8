/** Decisions: what a person or a rule decided. They name source records by key, so they survive rebuilds and re-imports. */
import type { FactValue, FieldName } from './fields.ts';
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

export type DecisionBody =
  /** These records are one sale. Outranks every machine rule except currency and book. */
  | { readonly kind: 'together'; readonly members: readonly RecordKey[]; readonly picks: { readonly [F in FieldName]?: FieldPick } }
  /** No record of the one side is the same sale as one of the other; blocks joining through a third record too. */
  | { readonly kind: 'apart'; readonly sides: readonly [readonly RecordKey[], readonly RecordKey[]] }
  /** Linked, but not one sale (a replacement, a branch, a re-order). Implies apart. */
  | { readonly kind: 'relate'; readonly sides: readonly [readonly RecordKey[], readonly RecordKey[]]; readonly relation: string }
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
  | { readonly kind: 'skip'; readonly members: readonly RecordKey[]; readonly untilMs: number }
  | { readonly kind: 'adopt_model'; readonly modelVersion: string }
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
