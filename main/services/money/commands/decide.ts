/** Decisions about money: each is one change with its log entry; what it means for the book is worked out behind it. */
import type { money } from '#shared/contract/money.ts';
import type { Problem, Receipt } from '#shared/contract/procedure.ts';
import type { LogDraft } from '#shared/domain/change-log.ts';
import { formatGrouped } from '#shared/domain/money.ts';
import type { MoneyDecisionBody } from '#shared/domain/money-decision.ts';
import { LINK_KINDS } from '#shared/domain/money-links.ts';
import { keyText, type RecordKey } from '#shared/domain/source-record.ts';
import type { ReadableDb } from '#store/database.ts';
import { insertDecision } from '#store/queries/decisions.ts';
import { readPolicy } from '#store/queries/money-decisions.ts';
import { readKeys, readPayoutName } from '#store/queries/money-views.ts';
import type { CommandScope } from '../../command.ts';
import type { WriterContext } from '../../context.ts';
import type { InputOf } from '../../handlers.ts';
import { decide } from '../../review/decide.ts';
import { endOf } from '../run/ends.ts';
import { refusals } from './refusals.ts';

export interface Reasons {
  readonly commandId: string;
  readonly reasonCode: string | null;
  readonly reasonText: string | null;
}

export interface Recorded {
  readonly body: MoneyDecisionBody;
  readonly log: LogDraft;
  readonly message: string;
}

/** Adds one decision with its log entry. */
export function record(
  context: WriterContext,
  name: string,
  input: Reasons,
  of: (scope: CommandScope) => Recorded,
): Receipt | Problem {
  return decide(context, { commandId: input.commandId, name }, (scope) => {
    const { body, log, message } = of(scope);
    const { reasonCode, reasonText } = input;
    const decisionId = insertDecision(scope.db, {
      commandId: scope.commandId,
      actor: scope.actor,
      atMs: scope.atMs,
      body,
      reasonCode,
      reasonText,
    });
    const why = reasonCode === null && reasonText === null ? null : { code: reasonCode ?? 'other', text: reasonText ?? '' };
    scope.log({ ...log, subjects: [...log.subjects, `decision:${decisionId}`], why });
    return { message, decisionId };
  });
}

export function decideLink(context: WriterContext, input: InputOf<typeof money.decideLink>): Receipt | Problem {
  return record(context, 'money.decideLink', input, ({ db }) => {
    const kind = LINK_KINDS.find((one) => one === input.kind);
    if (kind === undefined) throw refusals.unknownKind(input.kind);
    const from = keyOfEnd(db, input.fromId, kind === 'payout-bank' ? 'payout' : 'row');
    const to = keyOfEnd(db, input.toId, endOf(kind));
    const linked = input.verdict === 'linked';
    return {
      body: { kind: 'link', link: kind, from, to, verdict: input.verdict },
      log: {
        action: linked ? 'link.made' : 'link.refused',
        subjects: [keyText(from), keyText(to)],
        field: kind,
        after: input.verdict,
      },
      message: linked ? `Linked ${from.nativeId} to ${to.nativeId}.` : `Kept ${from.nativeId} and ${to.nativeId} apart.`,
    };
  });
}

function keyOfEnd(db: ReadableDb, recordId: number, end: ReturnType<typeof endOf>): RecordKey {
  const key = readKeys(db, [recordId]).get(recordId);
  if (key === undefined) throw refusals.unknownRecord(recordId);
  if (end !== 'payout') return key;
  const payout = readPayoutName(db, recordId);
  if (payout === null) throw refusals.unknownRecord(recordId);
  if (payout.own === 1) return key;
  return {
    system: key.system,
    account: key.account,
    type: key.system === 'amazon' ? 'settlement' : 'payout',
    nativeId: payout.reference,
  };
}

export function writeOff(context: WriterContext, input: InputOf<typeof money.writeOff>): Receipt | Problem {
  return record(context, 'money.writeOff', input, ({ db }) => {
    const { policy } = readPolicy(db);
    const { amountMinor, currency } = input;
    const within = currency === policy.baseCurrency && Math.abs(amountMinor) <= policy.writeOffMinor;
    if (!within) throw refusals.writeOffTooLarge(policy.writeOffMinor, policy.baseCurrency ?? '');
    const key = readKeys(db, [input.recordId]).get(input.recordId);
    if (key === undefined) throw refusals.unknownRecord(input.recordId);
    return {
      body: { kind: 'write_off', record: key, amountMinor, currency },
      log: { action: 'money.writtenOff', subjects: [keyText(key)], after: { minor: String(amountMinor), currency } },
      message: `Wrote off ${formatGrouped(amountMinor, currency)} ${currency}.`,
    };
  });
}
