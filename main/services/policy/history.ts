/** Who changed how the book is judged, when, why, and from what to what. */
import { localDay, type Zone } from '#core/survivorship/zone.ts';
import type { PolicyVersion, policy } from '#shared/contract/policy.ts';
import { actorLabel, type Decision } from '#shared/domain/decision.ts';
import { isoDay } from '#shared/domain/instant.ts';
import { formatGrouped } from '#shared/domain/money.ts';
import type { AccountName, MoneyDecisionBody } from '#shared/domain/money-decision.ts';
import { type Policy, SHIPPED_POLICY } from '#shared/domain/policy.ts';
import { policyChanges } from '#shared/domain/policy-words.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';
import { readDecisionsOfPeople } from '#store/queries/decisions.ts';
import { readSetting } from '#store/queries/settings.ts';
import type { ReaderContext } from '../context.ts';
import type { OutputOf } from '../handlers.ts';
import { bookZone } from '../records.ts';

const KINDS = ['policy', 'opening', 'coverage'] as const;
type Body = Extract<MoneyDecisionBody, { kind: (typeof KINDS)[number] }>;
type Change = PolicyVersion['changes'][number];

export function history({ db }: ReaderContext): OutputOf<typeof policy.history> {
  const zone = bookZone(db);
  const baseCurrency = readSetting(db, 'baseCurrency');
  const decisions = readDecisionsOfPeople(db, KINDS);
  const whole = (rules: Policy | undefined): Policy => ({ ...SHIPPED_POLICY, ...rules, baseCurrency });
  return decisions
    .map((decision, index): PolicyVersion => {
      const body = decision.body as Body;
      // What stood when it was decided: not yet taken back then.
      const earlier = decisions.slice(0, index).filter(({ withdrawnBy }) => withdrawnBy === null || withdrawnBy > decision.id);
      return {
        decisionId: decision.id,
        kind: body.kind,
        actor: actorLabel(decision.actor),
        at: decision.atMs,
        reason: decision.reasonText,
        withdrawn: decision.withdrawnBy !== null,
        changes:
          body.kind === 'policy'
            ? policyChanges(whole(lastOf(earlier, 'policy')?.policy), whole(body.policy), (ms) => dayIn(ms, zone)).map(
                ({ label, before, after }) => ({ label, before, after }),
              )
            : [accountChange(body, earlier)],
      };
    })
    .reverse();
}

function lastOf<K extends Body['kind']>(
  decisions: readonly Decision[],
  kind: K,
  is: (body: Extract<Body, { kind: K }>) => boolean = () => true,
): Extract<Body, { kind: K }> | undefined {
  for (const { body } of decisions.toReversed())
    if (isKind(body as Body, kind) && is(body as Extract<Body, { kind: K }>)) return body as Extract<Body, { kind: K }>;
  return undefined;
}

function isKind<K extends Body['kind']>(body: Body, kind: K): body is Extract<Body, { kind: K }> {
  return body.kind === kind;
}

function accountChange(body: Exclude<Body, { kind: 'policy' }>, earlier: readonly Decision[]): Change {
  const name = placeName(body.at);
  if (body.kind === 'coverage')
    return {
      label: `Coverage of ${name}`,
      before: '',
      after: `${body.fromDay} to ${body.toDay} ${body.lacks === true ? 'is missing' : 'is complete'}`,
    };
  const { currency, amountMinor } = body;
  const before = lastOf(earlier, 'opening', (one) => one.currency === currency && placeName(one.at) === name);
  return {
    label: `Opening balance of ${name}`,
    before: before === undefined ? '' : `${formatGrouped(before.amountMinor, currency)} ${currency}`,
    after: `${formatGrouped(amountMinor, currency)} ${currency}`,
  };
}

function placeName({ system, account, inside }: AccountName): string {
  return [SYSTEM_LABELS[system].name, account, inside].filter((part) => part !== null).join(' ');
}

function dayIn(ms: number, zone: Zone): string {
  return isoDay(localDay(ms, zone));
}
