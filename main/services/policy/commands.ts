/** Changes of the policy, opening balances and coverage: each a decision that its own entry of the log names. */
import { readContractRates } from '#core/connectors/contract-rates/parse.ts';
import type { policy } from '#shared/contract/policy.ts';
import type { Problem, Receipt } from '#shared/contract/procedure.ts';
import type { LogValue } from '#shared/domain/change-log.ts';
import { formatGrouped } from '#shared/domain/money.ts';
import type { Policy } from '#shared/domain/policy.ts';
import type { ReadableDb } from '#store/database.ts';
import { readPolicy } from '#store/queries/money-decisions.ts';
import type { WriterContext } from '../context.ts';
import type { InputOf } from '../handlers.ts';
import { type Recorded, record } from '../money/commands/decide.ts';
import { refusals } from '../money/commands/refusals.ts';

export function change(context: WriterContext, input: InputOf<typeof policy.change>): Receipt | Problem {
  return record(context, 'policy.change', input, ({ db }) => policyChange(db, { ...readPolicy(db).policy, ...input.policy }));
}

export function setContractRates(context: WriterContext, input: InputOf<typeof policy.setContractRates>): Receipt | Problem {
  return record(context, 'policy.setContractRates', input, ({ db }) => {
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

export function setOpening(context: WriterContext, input: InputOf<typeof policy.setOpening>): Receipt | Problem {
  return record(context, 'policy.setOpening', input, () => {
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

export function confirmCoverage(context: WriterContext, input: InputOf<typeof policy.confirmCoverage>): Receipt | Problem {
  return record(context, 'policy.confirmCoverage', input, () => {
    const { system, account, inside, fromDay, toDay, lacks } = input;
    if (fromDay > toDay) throw refusals.badSpan();
    return {
      body: { kind: 'coverage', at: { system, account, inside }, fromDay, toDay, ...(lacks ? { lacks } : {}) },
      log: {
        action: 'money.coverage',
        subjects: [`account:${system} ${account}${inside === null ? '' : ` ${inside}`}`],
        after: { from: fromDay, to: toDay, ...(lacks ? { lacks } : {}) },
      },
      message: lacks
        ? `${account} does not tell everything from ${fromDay} to ${toDay}.`
        : `${account} tells everything from ${fromDay} to ${toDay}.`,
    };
  });
}
