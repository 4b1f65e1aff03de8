/** Record 16: one transaction. `16,type,amount,type of funds[,…],bank reference,customer reference,text`. */
import { BadValue } from '../cells.ts';
import type { Bai2Record } from './records.ts';
import { bai2Amount, fundsFields, isDay } from './values.ts';

export interface Transaction {
  readonly type: string;
  /** Into the account positive; null for information without money (890). */
  readonly amountMinor: number | null;
  readonly isCredit: boolean;
  /** `YYMMDD`. */
  readonly valueDay: string | null;
  readonly bankReference: string | null;
  readonly customerReference: string | null;
  readonly text: string | null;
}

const INFORMATION = '890';

export function readTransaction(record: Bai2Record, decode: (units: string) => string): Transaction {
  const more = [...record.more];
  const fields = decode(record.text).split(',');
  // A record may be continued before its text begins: then what follows are fields, else it is text.
  let needed = wanted(fields);
  while (fields.length < needed && more.length > 0) {
    fields.push(...decode(more.shift() ?? '').split(','));
    needed = wanted(fields);
  }
  const type = (fields[0] ?? '').trim();
  const credit = sideOf(type);
  const funds = (fields[2] ?? '').trim().toUpperCase();
  const after = 3 + fundsFields(funds, fields[3]);
  const amount = type === INFORMATION ? null : bai2Amount(fields[1] ?? '', '16');
  if (amount === null && type !== INFORMATION) throw new BadValue('missing_value', '16', '', 'This transaction has no amount.');
  const valueDay = funds === 'V' && isDay((fields[3] ?? '').trim()) ? (fields[3] ?? '').trim() : null;
  return {
    type,
    amountMinor: amount === null ? null : credit ? amount : -amount,
    isCredit: credit,
    valueDay,
    bankReference: textOrNull(fields[after]),
    customerReference: textOrNull(fields[after + 1]),
    text: textOrNull([fields.slice(after + 2).join(','), ...more.map(decode)].join(' ')),
  };
}

/** The amount as written, which is what control totals sum up, whether or not the transaction can be read. */
export function controlAmount({ text, more }: Bai2Record): number {
  const written = [text, ...more].join(',').split(',', 2)[1]?.trim() ?? '';
  return /^[+-]?\d{1,20}$/.test(written) ? Number(written) : 0;
}

/** Number of fields up to the customer's reference. */
function wanted(fields: readonly string[]): number {
  return 5 + fundsFields(fields[2] ?? '', fields[3]);
}

/** Types 100–399 come in, 400–699 go out; 890 tells something without money. Others (loans, own codes) are not known. */
function sideOf(type: string): boolean {
  if (/^[123]\d\d$/.test(type) || type === INFORMATION) return true;
  if (/^[456]\d\d$/.test(type)) return false;
  const cause = `“${type}” is no type of transaction that says whether money came in (100–399) or went out (400–699).`;
  throw new BadValue('unknown_value', '16', type, cause);
}

function textOrNull(text: string | undefined): string | null {
  const trimmed = text?.replaceAll(/\s+/g, ' ').trim() ?? '';
  return trimmed === '' ? null : trimmed;
}
