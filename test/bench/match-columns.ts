/** Columns of order-like records of five systems, made straight in shared memory: for sizes at which files would take an hour. */
import { allocateColumns, type Columns } from '#core/matching/orders/columns.ts';
import type { Texts } from '#core/matching/orders/compare.ts';
import { numberTotals } from '#core/matching/orders/frequency.ts';
import { sharedUint16, sharedUint32 } from '#core/matching/orders/shared-arrays.ts';
import { TextTable } from '#core/matching/orders/texts.ts';
import { MENTIONS, OWN } from '#core/matching/refs.ts';

const SYSTEMS = 5;
const MINUTES_A_YEAR = 525_600;
const DAY = 1440;

/** xorshift32 (Marsaglia 2003): the same columns in every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/**
 * About seven sales to ten records; a copy in three quotes the number of its sale, the others have client, e-mail, total and day. One
 * sale in eighteen is bought again within the week for the same amount.
 */
export function benchColumns(size: number): { columns: Columns; texts: Texts } {
  const random = randomFrom(20_251_231);
  const people = Math.max(10, Math.floor(size / 6));
  const columns = allocateColumns(size, 2 * size);
  const { refs } = columns;
  let row = 0;
  let token = 0;
  const put = (system: number, sale: number, person: number, minor: number, minute: number, quotes: boolean): void => {
    columns.recordId[row] = row + 1;
    columns.slot[row] = system;
    columns.kind[row] = system;
    columns.amount[row] = minor;
    columns.net[row] = minor;
    columns.minute[row] = system === 4 ? Math.floor(minute / DAY) * DAY : minute;
    columns.dayOnly[row] = system === 4 ? 1 : 0;
    columns.name[row] = person;
    columns.email[row] = person;
    columns.place[row] = 1 + (person % 30_000);
    columns.currency[row] = 1;
    refs.start[row] = token;
    for (const [role, space, value] of quotes
      ? [[OWN, system, row] as const, [MENTIONS, 0, sale] as const]
      : [[OWN, system, row] as const]) {
      refs.role[token] = role;
      refs.space[token] = space;
      refs.high[token] = space;
      refs.low[token++] = value;
    }
    row++;
  };
  while (row < size) {
    const person = 1 + random(people);
    const minor = 1200 + random(90_000);
    const minute = random(MINUTES_A_YEAR);
    for (let again = random(18) === 0 ? 2 : 1; again > 0 && row < size; again--) {
      const sale = row;
      const at = minute + (again - 1) * (DAY + random(5 * DAY));
      put(0, sale, person, minor, at, false);
      if (random(100) < 43 && row < size) put(1 + random(SYSTEMS - 1), sale, person, minor, at + random(120), random(100) < 60);
    }
  }
  refs.start[size] = token;
  numberTotals(columns);
  return { columns, texts: { names: new TextTable(names(people)), titles: new TextTable(['']) } };
}

const SYLLABLES = 'ba ce di fo gu ha ke li mo nu pa re si to vu wa xe yi zo ra'.split(' ');

/** Names of two words, all different, in shared memory without a string in between. */
function names(people: number): { units: Uint16Array; start: Uint32Array } {
  const length = 13;
  const units = sharedUint16(length * people);
  const start = sharedUint32(people + 2);
  for (let person = 1; person <= people; person++) {
    let rest = Math.imul(person, 0x9e3779b1) >>> 0;
    const at = (person - 1) * length;
    for (let i = 0; i < length; i++) {
      if (i === 6) {
        units[at + i] = 32;
        continue;
      }
      const syllable = SYLLABLES[rest % SYLLABLES.length] ?? '';
      units[at + i] = syllable.charCodeAt(i % 2);
      if (i % 2 === 1) rest = Math.floor(rest / SYLLABLES.length) + person;
    }
    start[person + 1] = at + length;
  }
  return { units, start };
}
