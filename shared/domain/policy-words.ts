/** A policy in a bookkeeper's words: what a rule is called, what it says, and what a change of it changed. Pure. */
import { SHIPPED_JOURNAL_NAMES } from './journal-accounts.ts';
import { formatGrouped } from './money.ts';
import { REASON_TITLES } from './money-words.ts';
import type { NeedsOrder, Policy } from './policy.ts';
import { isSystem, SYSTEM_LABELS } from './systems.ts';

export const RULE_LABELS: Readonly<Record<keyof Policy, string>> = {
  baseCurrency: 'Base currency',
  urgentAboveMinor: 'Urgent above',
  spanHours: 'Hours to act',
  officeHours: 'Office hours',
  officeCountry: 'Holidays',
  pendingHours: 'Longest pending',
  orderClockHours: 'Time to pay or give back',
  bookingClockHours: 'Time to book',
  tolerance: 'Tolerance',
  writeOffMinor: 'Write-off limit',
  contractRates: 'Contract rates',
  railWords: 'Words of bank lines',
  owners: 'Owners',
  bookStartMs: 'Start of the book',
  fiscalStartMonth: 'Fiscal year begins',
  bookOfRecord: 'Book of record',
  needsOrder: 'Needs an order',
  journalNames: 'Accounts in the books',
};

export const NEEDS_ORDER_WORDS: Readonly<Record<NeedsOrder, string>> = {
  invoice: 'Invoices',
  receipt: 'Sales receipts',
  context: 'Campaigns and projects',
};

/** `Revenue operations`: an owner where a screen names one. */
export function ownerName(owner: string): string {
  return `${owner.slice(0, 1).toUpperCase()}${owner.slice(1)}`;
}

export const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** `09:30` of minutes since midnight; `24:00` is the day's end. */
export function clockText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** `2.9` of 290 hundredths of a percent. */
export function percentText(basisPoints: number): string {
  const [whole, cents] = [Math.floor(basisPoints / 100), basisPoints % 100];
  return cents === 0 ? `${whole}` : `${whole}.${String(cents).padStart(2, '0').replace(/0$/, '')}`;
}

/** Shown for what no account or system narrows. */
const ANY = 'any';

function systemText(system: string | null): string {
  if (system === null) return 'every system';
  return isSystem(system) ? SYSTEM_LABELS[system].name : system;
}

/** The parts of a rule, each in words. A day is shown by `dayOf` (the book's zone is the caller's). */
function parts(rule: keyof Policy, policy: Policy, dayOf: (ms: number) => string): readonly string[] {
  const currency = policy.baseCurrency;
  const money = (minor: number): string => (currency === null ? String(minor) : `${formatGrouped(minor, currency)} ${currency}`);
  switch (rule) {
    case 'baseCurrency':
      return [currency ?? 'none'];
    case 'urgentAboveMinor':
    case 'writeOffMinor':
      return [money(policy[rule])];
    case 'spanHours':
      return Object.entries(policy.spanHours).map(([severity, hours]) => `${severity} ${hours} h`);
    case 'officeHours':
      return [
        policy.officeHours === null
          ? 'the whole day'
          : `${clockText(policy.officeHours.fromMinute)} to ${clockText(policy.officeHours.toMinute)}`,
      ];
    case 'officeCountry':
      return [policy.officeCountry === null ? 'weekends only' : `of ${policy.officeCountry.toUpperCase()}`];
    case 'pendingHours':
    case 'orderClockHours':
    case 'bookingClockHours':
      return [`${policy[rule]} h`];
    case 'tolerance': {
      const { absoluteMinor, basisPoints, capMinor } = policy.tolerance;
      return [
        capMinor === 0
          ? 'nothing may differ'
          : `${money(absoluteMinor)} or ${percentText(basisPoints)} %, at most ${money(capMinor)}`,
      ];
    }
    case 'contractRates':
      return policy.contractRates.map(({ system, account, method, basisPoints, fixedMinor, currency: code }) =>
        `${systemText(system)} ${account ?? ''}${method === null ? '' : ` ${method}`} ${percentText(basisPoints)} % + ${formatGrouped(fixedMinor, code)} ${code}`.replace(
          / +/g,
          ' ',
        ),
      );
    case 'railWords':
      return Object.entries(policy.railWords).flatMap(([rail, words]) => words.map((word) => `${systemText(rail)} “${word}”`));
    case 'owners':
      return Object.entries(policy.owners).map(([reason, owner]) => `${REASON_TITLES[reason] ?? reason}: ${owner ?? 'nobody'}`);
    case 'bookStartMs':
      return [policy.bookStartMs === null ? 'the earliest record' : dayOf(policy.bookStartMs)];
    case 'fiscalStartMonth':
      return [MONTH_NAMES[policy.fiscalStartMonth - 1] ?? String(policy.fiscalStartMonth)];
    case 'bookOfRecord':
      return [policy.bookOfRecord === null ? 'all accounting systems' : systemText(policy.bookOfRecord)];
    case 'needsOrder':
      return policy.needsOrder.map((one) => NEEDS_ORDER_WORDS[one]);
    case 'journalNames':
      return policy.journalNames.map(
        ({ account, system, name, code }) =>
          `${SHIPPED_JOURNAL_NAMES[account].replaceAll('{system}', system === null ? ANY : systemText(system))}: ${name ?? '–'}${code === null ? '' : `, code ${code}`}`,
      );
  }
}

export interface RuleChange {
  readonly rule: keyof Policy;
  readonly label: string;
  /** Of a list, only what it lost; `none` where nothing stood. */
  readonly before: string;
  readonly after: string;
}

/** Rules that differ, in the order of the policy, with what each said before and says after. */
export function policyChanges(before: Policy, after: Policy, dayOf: (ms: number) => string): RuleChange[] {
  return (Object.keys(RULE_LABELS) as (keyof Policy)[]).flatMap((rule) => {
    if (JSON.stringify(before[rule]) === JSON.stringify(after[rule])) return [];
    const [old, now] = [parts(rule, before, dayOf), parts(rule, after, dayOf)];
    const lost = old.filter((part) => !now.includes(part));
    const won = now.filter((part) => !old.includes(part));
    return [{ rule, label: RULE_LABELS[rule], before: lost.join(', ') || 'none', after: won.join(', ') || 'none' }];
  });
}
