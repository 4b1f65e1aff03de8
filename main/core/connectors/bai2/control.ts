/** Control totals and counts of records: of an account (49), of a group (98), of the file (99). */
import { BadValue } from '../cells.ts';
import type { Bai2Record } from './records.ts';
import { bai2Amount } from './values.ts';

export class ControlTotals {
  /** Sum of amounts as read, and records met: in the open account, the open group, the file. */
  #account = 0;
  #accountRecords = 0;
  #group = 0;
  #groupRecords = 0;
  #file = 0;
  #fileRecords = 0;

  count({ code, count }: Bai2Record): void {
    this.#fileRecords += count;
    this.#groupRecords = code === '02' ? count : this.#groupRecords + count;
    if (code === '02') this.#group = 0;
    this.#accountRecords = code === '03' ? count : this.#accountRecords + count;
    if (code === '03') this.#account = 0;
  }

  add(amount: number): void {
    this.#account += amount;
  }

  /** Problem with a record `49,control total,number of records`; null when both meet. */
  closeAccount(fields: readonly string[]): BadValue | null {
    const read = this.#account;
    this.#account = 0;
    this.#group += bai2Amount(fields[0] ?? '', '49') ?? 0;
    return compare('49', 'account', fields[0], read, fields[1], this.#accountRecords);
  }

  /** `98,control total,number of accounts,number of records`. */
  closeGroup(fields: readonly string[]): BadValue | null {
    const read = this.#group;
    this.#group = 0;
    this.#file += bai2Amount(fields[0] ?? '', '98') ?? 0;
    return compare('98', 'group', fields[0], read, fields[2], this.#groupRecords);
  }

  /** `99,control total,number of groups,number of records`. */
  closeFile(fields: readonly string[]): BadValue | null {
    return compare('99', 'file', fields[0], this.#file, fields[2], this.#fileRecords);
  }
}

function compare(
  code: string,
  what: string,
  totalText: string | undefined,
  total: number,
  countText: string | undefined,
  count: number,
): BadValue | null {
  const stated = bai2Amount(totalText ?? '', code);
  if (stated !== null && stated !== total) {
    const cause = `The control total of this ${what} is ${stated}, but its amounts sum to ${total}: the file was changed or cut.`;
    return new BadValue('conflicting_rows', code, totalText ?? '', cause);
  }
  const statedCount = bai2Amount(countText ?? '', code);
  if (statedCount === null || statedCount === count) return null;
  const cause = `This ${what} should hold ${statedCount} records and holds ${count}: the file was changed or cut.`;
  return new BadValue('conflicting_rows', code, countText ?? '', cause);
}
