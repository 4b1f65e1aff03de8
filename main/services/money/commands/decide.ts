/** Decisions about money: each is one change with its log entry; what it means for the book is worked out behind it. */
import { readContractRates } from '#core/connectors/contract-rates/parse.ts';
import type { money } from '#shared/contract/money.ts';
import type { Problem, Receipt } from '#shared/contract/procedure.ts';
import type { LogDraft, LogValue } from '#shared/domain/change-log.ts';
import { formatGrouped } from '#shared/domain/money.ts';
import type { MoneyDecisionBody } from '#shared/domain/money-decision.ts';
import { LINK_KINDS } from '#shared/domain/money-links.ts';
import type { Policy } from '#shared/domain/policy.ts';
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

interface Recorded {
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

export function setPolicy(context: WriterContext, input: InputOf<typeof money.setPolicy>): Receipt | Problem {
  return record(context, 'money.setPolicy', input, ({ db }) => policyChange(db, { ...readPolicy(db).policy, ...input.policy }));
}

export function setContractRates(context: WriterContext, input: InputOf<typeof money.setContractRates>): Receipt | Problem {
  return record(context, 'money.setContractRates', input, ({ db }) => {
    const { rates, problems } = readContractRates(input.csv);
    const [problem] = problems;
    if (problem !== undefined) throw refusals.badRates(problem.line, problem.cause);
    return policyChange(db, { ...readPolicy(db).policy, contractRates: rates });
  });
}

/** One entry that names what changed of the policy, before and after. */
function policyChange(db: ReadableDb, policy: Policy): Recorded {
  const before = readPolicy(db).policy;
  const names = (Object.keys(policy) as (keyof Policy)[]).filter(
    (name) => JSON.stringify(policy[name]) !== JSON.stringify(before[name]),
  );
  if (names.length === 0) throw refusals.samePolicy();
  const shown = (of: Policy): LogValue => Object.fromEntries(names.map((name) => [name, logValue(of[name])]));
  return {
    body: { kind: 'policy', policy },
    log: { action: 'policy.changed', subjects: ['policy'], field: names.join(', '), before: shown(before), after: shown(policy) },
    message: 'The policy is changed. Everything is judged anew.',
  };
}

/** Numbers travel as digits. */
function logValue(value: unknown): LogValue {
  if (typeof value === 'number') return String(value);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(logValue);
  return Object.fromEntries(Object.entries(value as object).map(([name, member]) => [name, logValue(member)]));
}

export function setOpening(context: WriterContext, input: InputOf<typeof money.setOpening>): Receipt | Problem {
  return record(context, 'money.setOpening', input, () => {
    const { system, account, inside, currency, amountMinor } = input.opening;
    return {
      body: { kind: 'opening', at: { system, account, inside }, currency, amountMinor },
      log: {
        action: 'money.opening',
        subjects: [`account:${system} ${account}${inside === null ? '' : ` ${inside}`} ${currency}`],
        after: { minor: String(amountMinor), currency },
      },
      message: `The opening balance is ${formatGrouped(amountMinor, currency)} ${currency}.`,
    };
  });
}

export function confirmCoverage(context: WriterContext, input: InputOf<typeof money.confirmCoverage>): Receipt | Problem {
  return record(context, 'money.confirmCoverage', input, () => {
    const { system, account, inside, fromDay, toDay } = input;
    if (fromDay > toDay) throw refusals.badSpan();
    return {
      body: { kind: 'coverage', at: { system, account, inside }, fromDay, toDay },
      log: {
        action: 'money.coverage',
        subjects: [`account:${system} ${account}${inside === null ? '' : ` ${inside}`}`],
        after: { from: fromDay, to: toDay },
      },
      message: `${account} tells everything from ${fromDay} to ${toDay}.`,
    };
  });
}
