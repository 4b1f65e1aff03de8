/**
 * Lines of one bank account that two files tell in two formats: one with the bank's ids (CAMT, OFX, MT940, BAI2), one without (most CSVs).
 * They have no id in common, and both would count. What a file without ids tells again is found day by day, one to one, and only in an
 * account of which most lines without an id are told again: where a bank leaves out the id of a line now and then, they are not.
 */
import { Shares } from '../exceptions/shares.ts';
import { OWN } from '../matching/refs.ts';
import { dayOf } from './bookings.ts';
import type { MoneyColumns, ReconcileInput } from './inputs.ts';
import { BANK, kindCode } from './money-kinds.ts';
import { spaceOf, type TokenTable } from './token-table.ts';

const BANK_ID = spaceOf('bank:line');
const NOTHING = kindCode('nothing');

/** The input, with lines that are told again moving nothing. */
export function withoutRepeatedLines(input: ReconcileInput, tokens: TokenTable): ReconcileInput {
  const repeated = repeatedLines(input, tokens);
  if (repeated.length === 0) return input;
  const kind = input.money.kind.slice();
  for (const row of repeated) kind[row] = NOTHING;
  return { ...input, money: { ...input.money, kind } };
}

interface Day {
  readonly source: number;
  readonly named: number[];
  readonly nameless: number[];
}

function repeatedLines(input: ReconcileInput, tokens: TokenTable): number[] {
  const { money } = input;
  const days = new Map<string, Day>();
  for (let row = 0; row < money.size; row++) {
    if (money.kind[row] !== BANK) continue;
    const key = `${money.source[row]} ${dayOf(money.minute[row] as number)} ${money.currency[row]}`;
    const day = days.get(key) ?? { source: money.source[row] as number, named: [], nameless: [] };
    days.set(key, day);
    (hasBankId(tokens, row) ? day.named : day.nameless).push(row);
  }
  const usual = new Shares();
  const repeated: { readonly source: number; readonly rows: readonly number[] }[] = [];
  for (const { source, named, nameless } of days.values()) {
    if (named.length === 0) continue;
    const rows = pairedOf(input, nameless, named);
    for (const row of nameless) usual.add(source, rows.includes(row));
    // A day of which the file with ids tells only some is no repetition.
    if (rows.length === nameless.length) repeated.push({ source, rows });
  }
  return repeated.flatMap(({ source, rows }) => (usual.isUsual(source) ? rows : []));
}

function hasBankId(tokens: TokenTable, row: number): boolean {
  for (let i = tokens.start[row] as number; i < (tokens.start[row + 1] as number); i++)
    if (tokens.role[i] === OWN && tokens.space[tokens.token[i] as number] === BANK_ID) return true;
  return false;
}

/** Lines without an id that a line with one says as well: of the same account and amount, each line once, the likeliest words first. */
function pairedOf({ money, text }: ReconcileInput, nameless: readonly number[], named: readonly number[]): number[] {
  const left = new Set(named);
  return nameless.filter((row) => {
    const same = [...left].filter((other) => money.amount[other] === money.amount[row] && accountsAgree(money, row, other));
    const alike = same.find((other) => money.description[other] === money.description[row]);
    const found = alike ?? same.find((other) => wordsMeet(text, money, row, other));
    if (found !== undefined) left.delete(found);
    return found !== undefined;
  });
}

function accountsAgree({ account }: MoneyColumns, one: number, other: number): boolean {
  const [a, b] = [account[one] as number, account[other] as number];
  return a === b || a === 0 || b === 0;
}

/** Formats cut and join texts each in their way: a word in common is enough, and so is silence. */
function wordsMeet(text: ReconcileInput['text'], { description, name }: MoneyColumns, one: number, other: number): boolean {
  const [a, b] = [one, other].map((row) => wordsOf(`${text(description[row] as number)} ${text(name[row] as number)}`));
  return a === undefined || b === undefined || a.size === 0 || b.size === 0 || [...a].some((word) => b.has(word));
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? []);
}
