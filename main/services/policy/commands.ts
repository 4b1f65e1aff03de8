/** Changes of the policy, opening balances and coverage: each a decision that its own entry of the log names. */
import { readContractRates } from '#core/connectors/contract-rates/parse.ts';
import { localDay } from '#core/survivorship/zone.ts';
import type { policy } from '#shared/contract/policy.ts';
import type { Problem, Receipt } from '#shared/contract/procedure.ts';
import type { LogValue } from '#shared/domain/change-log.ts';
import { isoDay } from '#shared/domain/instant.ts';
import { formatGrouped } from '#shared/domain/money.ts';
import type { Policy } from '#shared/domain/policy.ts';
import { policyChanges } from '#shared/domain/policy-words.ts';
import type { ReadableDb } from '#store/database.ts';
import { readPolicy } from '#store/queries/money-decisions.ts';
import type { WriterContext } from '../context.ts';
import type { InputOf } from '../handlers.ts';
import { type Recorded, record } from '../money/commands/decide.ts';
import { refusals } from '../money/commands/refusals.ts';
import { bookZone } from '../records.ts';

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

/** One entry that names what changed of the policy, before and after, in words; the decision holds the rules themselves. */
function policyChange(db: ReadableDb, policy: Policy): Recorded {
  const zone = bookZone(db);
  const changes = policyChanges(readPolicy(db).policy, policy, (ms) => isoDay(localDay(ms, zone)));
  if (changes.length === 0) throw refusals.samePolicy();
  const shown = (side: 'before' | 'after'): LogValue => Object.fromEntries(changes.map((change) => [change.label, change[side]]));
  return {
    body: { kind: 'policy', policy },
    log: {
      action: 'policy.changed',
      subjects: ['policy'],
      field: changes.map(({ rule }) => rule).join(', '),
      before: shown('before'),
      after: shown('after'),
    },
    message: 'The policy is changed. Everything is judged anew.',
  };
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
