/**
 * One document of the books that was told twice: by the system's own interface, under its id, and by a file of the same account, which
 * has no id to give. Such reports are joined by what both state, one to one, so that a document that really stands twice still does.
 */
import { OWN } from '../matching/refs.ts';
import type { Booking } from './bookings.ts';
import type { ReconcileInput } from './inputs.ts';
import { spaceOf, type TokenTable } from './token-table.ts';

/** Spaces of ids that only the interfaces of accounting systems tell. */
const DOCUMENT_IDS: ReadonlySet<number> = new Set(['quickbooks:id', 'xero:id'].map(spaceOf));

/** The bookings, each document once: of two reports the one with the id speaks. */
export function joinReports(input: ReconcileInput, tokens: TokenTable, bookings: readonly Booking[]): Booking[] {
  const told = new Map<string, Booking[]>();
  const isTold = bookings.map((booking) => hasDocumentId(tokens, booking.row));
  for (const [i, booking] of bookings.entries()) {
    if (isTold[i] !== true) continue;
    const key = keyOf(input, booking);
    const known = told.get(key);
    if (known === undefined) told.set(key, [booking]);
    else known.push(booking);
  }
  if (told.size === 0) return [...bookings];
  const spoken = new Set<Booking>();
  return bookings.filter((booking, i) => {
    if (isTold[i] === true) return true;
    const speaker = told
      .get(keyOf(input, booking))
      ?.find((one) => !spoken.has(one) && namesAgree(input, one, booking) && isKnown(input, one, booking));
    if (speaker !== undefined) spoken.add(speaker);
    return speaker === undefined;
  });
}

function hasDocumentId(tokens: TokenTable, row: number): boolean {
  for (let i = tokens.start[row] as number; i < (tokens.start[row + 1] as number); i++) {
    if (tokens.role[i] === OWN && DOCUMENT_IDS.has(tokens.space[tokens.token[i] as number] as number)) return true;
  }
  return false;
}

/** What both must state alike: account of the system, number, kind, day, worth. */
function keyOf({ money }: ReconcileInput, { row, kind, minor, day }: Booking): string {
  const category = kind === 'other' ? money.category[row] : 0;
  return `${money.source[row]} ${money.number[row]} ${kind} ${category} ${day} ${minor}`;
}

/** Contact, currency and account are the same wherever both state them. */
function namesAgree({ money }: ReconcileInput, one: Booking, other: Booking): boolean {
  return [money.name, money.currency, money.account].every((column) => {
    const [a, b] = [column[one.row] as number, column[other.row] as number];
    return a === b || a === 0 || b === 0;
  });
}

/** Day and amount alone would join strangers: a number, or the same contact or account, must say that it is the same. */
function isKnown({ money }: ReconcileInput, { row }: Booking, other: Booking): boolean {
  const same = (column: ArrayLike<number>): boolean => column[row] !== 0 && column[row] === column[other.row];
  return money.number[row] !== 0 || same(money.name) || same(money.account);
}
