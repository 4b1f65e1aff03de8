/** One entry of a statement to bank lines: one, or one for each payment of a batch whose details meet the entry to the cent. */
import type { SourceInstant } from '#shared/domain/instant.ts';
import type { BankLine } from '../bank/line.ts';
import { BadValue } from '../cells.ts';
import { childAt, childrenAt, type XmlNode } from '../xml/document.ts';
import {
  BOOKED_ON,
  DETAIL_AMOUNTS,
  DETAILS,
  DOCUMENTS,
  DOMAIN_CODE,
  OWN_CODE,
  PARTIES,
  PARTY_ACCOUNTS,
  REFERENCES,
  REMITTANCE,
  STATUSES,
  VALUED_ON,
} from './fields.ts';
import type { CamtValues } from './tree.ts';

/** A bank line without its span, and the element it stands in. */
export type EntryLine = Omit<BankLine, 'span'> & { readonly node: XmlNode };

export interface EntryContext {
  readonly account: string | null;
  readonly currency: string | null;
  /** When the statement was made, UTC ms. */
  readonly madeMs: number | null;
  /**
   * Whether a batch becomes its payments. Not in notifications: they give the details of batches that the statement of the same account
   * books as one, under the same reference, and the money must not be there twice.
   */
  readonly splits: boolean;
}

export function readEntry(entry: XmlNode, values: CamtValues, context: EntryContext): readonly EntryLine[] {
  const { minor, currency } = values.amount(childAt(entry, 'Amt'), 'Amt', context.currency);
  const sign = values.sign(entry, null);
  const bookedAt = values.day(entry, BOOKED_ON);
  if (bookedAt === null) throw new BadValue('missing_value', 'BookgDt', '', 'This entry has no date.');
  const whole = {
    entry,
    values,
    context,
    currency,
    bookedAt,
    valueAt: values.day(entry, VALUED_ON),
    pending: !moved(entry, values),
    id: values.text(entry, ['AcctSvcrRef']),
  };
  const details = childrenAt(entry, DETAILS);
  const parts = details.length > 1 && context.splits ? split(details, whole, sign, sign * minor) : null;
  if (parts !== null) return parts;
  return [lineOf(whole, entry, details, sign * minor, whole.id ?? onlyId(details, values))];
}

interface Whole {
  readonly entry: XmlNode;
  readonly values: CamtValues;
  readonly context: EntryContext;
  readonly currency: string;
  readonly bookedAt: SourceInstant;
  readonly valueAt: SourceInstant | null;
  readonly pending: boolean;
  readonly id: string | null;
}

function moved(entry: XmlNode, values: CamtValues): boolean {
  const status = values.text(entry, ['Sts', 'Sts/Cd', 'Sts/Prtry']);
  const booked = status === null ? true : STATUSES.get(status.toUpperCase());
  if (booked !== undefined) return booked;
  const cause = `“${status ?? ''}” is no status of an entry that this version knows (${[...STATUSES.keys()].join(', ')}).`;
  throw new BadValue('unknown_value', 'Sts', status ?? '', cause);
}

function onlyId(details: readonly XmlNode[], values: CamtValues): string | null {
  const [only, more] = details;
  return only === undefined || more !== undefined ? null : values.text(only, ['Refs/AcctSvcrRef']);
}

/** Null where the details state no amounts, or amounts before charges or in another currency, or do not meet the entry. */
function split(details: readonly XmlNode[], whole: Whole, sign: 1 | -1, amountMinor: number): readonly EntryLine[] | null {
  const { values } = whole;
  const amounts: number[] = [];
  for (const detail of details) {
    const node = DETAIL_AMOUNTS.map((path) => childAt(detail, path)).find((found) => found !== null);
    if (node === undefined) return null;
    const { minor, currency } = values.amount(node, 'TxDtls/Amt', whole.currency);
    if (currency !== whole.currency) return null;
    amounts.push(values.sign(detail, sign) * minor);
  }
  if (amounts.reduce((sum, amount) => sum + amount, 0) !== amountMinor) return null;
  return details.map((detail, i) => {
    const own = values.text(detail, ['Refs/AcctSvcrRef']);
    const id = own !== null && own !== whole.id ? own : whole.id === null ? null : `${whole.id}/${i + 1}`;
    return lineOf(whole, detail, [detail], amounts[i] ?? 0, id);
  });
}

function lineOf(whole: Whole, node: XmlNode, details: readonly XmlNode[], amountMinor: number, id: string | null): EntryLine {
  const { entry, values, context } = whole;
  const side = amountMinor >= 0 ? 'in' : 'out';
  const other = side === 'in' ? 'out' : 'in';
  const first = details[0] ?? entry;
  const one = details.length === 1;
  const texts = [
    ...new Set([
      ...details.flatMap((detail) => REMITTANCE.flatMap((path) => values.texts(detail, path))),
      ...values.texts(entry, 'AddtlNtryInf'),
    ]),
  ];
  const domain = DOMAIN_CODE.map((path) => values.text(first, [path]) ?? values.text(entry, [path])).filter(
    (code) => code !== null,
  );
  return {
    node,
    account: context.account,
    currency: whole.currency,
    amountMinor,
    bookedAt: whole.bookedAt,
    valueAt: whole.valueAt,
    id,
    references: details.flatMap((detail) => REFERENCES.map((path) => values.text(detail, [path]))),
    invoices: details.flatMap((detail) => values.texts(detail, DOCUMENTS)),
    counterparty: one ? values.text(first, [...PARTIES[side], ...PARTIES[other]]) : null,
    counterAccount: one ? values.text(first, [...PARTY_ACCOUNTS[side], ...PARTY_ACCOUNTS[other]]) : null,
    description: texts.length === 0 ? null : texts.join(' '),
    category: domain.length > 0 ? domain.join('-') : (values.text(first, [OWN_CODE]) ?? values.text(entry, [OWN_CODE])),
    ...(whole.pending ? { state: 'pending' } : {}),
    versionMs: context.madeMs,
  };
}
