/** Fees above what the contract says: each charge against its rate, told once for each rate and month. */
import { isoDay } from '#shared/domain/instant.ts';
import type { ContractRate } from '#shared/domain/policy.ts';
import { dayOf } from '../reconciliation/bookings.ts';
import { feeOf, grossOf } from '../reconciliation/events.ts';
import { NO_MINUTE } from '../reconciliation/inputs.ts';
import { CHARGE } from '../reconciliation/money-kinds.ts';
import type { World } from '../reconciliation/world.ts';
import { type Findings, row as rowSubject } from './findings.ts';

/** Rounding may make a fee this much more, minor units. */
const ROUNDING = 1;
/** Rows named as subjects; the count tells of the rest. */
const MOST_SUBJECTS = 50;

interface Excess {
  readonly rate: ContractRate;
  readonly month: string;
  readonly currency: number;
  readonly rows: number[];
  latest: number;
  minor: number;
  count: number;
}

/** What a rate asks for an amount, minor units: the percentage rounded half up, and the fixed part. */
export function contractFee(rate: Pick<ContractRate, 'basisPoints' | 'fixedMinor'>, grossMinor: number): number {
  return Math.floor((grossMinor * rate.basisPoints + 5_000) / 10_000) + rate.fixedMinor;
}

export function findFees(world: World, findings: Findings): void {
  const { input, events } = world;
  const { money, policy, sources, currencies } = input;
  if (policy.contractRates.length === 0) return;
  const found = new Map<string, Excess>();
  for (let row = 0; row < money.size; row++) {
    const minute = money.minute[row] as number;
    if (money.kind[row] !== CHARGE || events.moves[row] !== 1 || minute === NO_MINUTE || feeOf(money, row) <= 0) continue;
    const source = sources[money.source[row] as number];
    const currency = currencies[money.currency[row] as number] ?? '';
    const method = input.text(money.method[row] as number);
    const rate = policy.contractRates
      .filter((of) => of.system === source?.system && of.currency === currency)
      .filter((of) => (of.account === null || of.account === source?.account) && (of.method === null || of.method === method))
      .sort(
        (a, b) => Number(b.account !== null) - Number(a.account !== null) || Number(b.method !== null) - Number(a.method !== null),
      )[0];
    if (rate === undefined) continue;
    const over = feeOf(money, row) - contractFee(rate, grossOf(money, row));
    if (over <= ROUNDING) continue;
    const month = isoDay(dayOf(minute)).slice(0, 7);
    const key = `${policy.contractRates.indexOf(rate)} ${month}`;
    const known = found.get(key) ?? {
      rate,
      month,
      currency: money.currency[row] as number,
      rows: [],
      latest: minute,
      minor: 0,
      count: 0,
    };
    found.set(key, known);
    if (known.rows.length < MOST_SUBJECTS) known.rows.push(row);
    known.latest = Math.max(known.latest, minute);
    known.minor += over;
    known.count += 1;
  }
  for (const { rate, month, currency, rows, latest, minor, count } of found.values()) {
    findings.raise({
      reason: 'fee_above_contract',
      subjects: rows.map(rowSubject),
      minute: latest,
      minor,
      currency,
      evidence: [
        { label: 'Month', text: month },
        { label: 'Charges above the rate', text: String(count) },
        { label: 'Contract', text: `${rate.basisPoints / 100} % + ${rate.fixedMinor} minor units` },
        { label: 'Too much', minor },
      ],
    });
  }
}
