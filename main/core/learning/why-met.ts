/** Which passes of the search bring two records together: what was never brought together was never compared. */
import { type Columns, NO_TIME } from '#core/matching/orders/columns.ts';
import type { Texts } from '#core/matching/orders/compare.ts';
import { WORDS_PER_TITLE } from '#core/matching/orders/keys.ts';
import type { KeyPart, Pass, Specification } from '#core/matching/orders/spec.ts';

/** Names of the passes whose keys and window two rows share. What was too crowded to compare is not considered. */
export function passesMeeting(spec: Specification, columns: Columns, texts: Texts, left: number, right: number): string[] {
  return spec.passes
    .filter((pass) => fitsSlots(pass, columns, left, right) && inWindow(pass, columns, left, right))
    .filter(({ key }) =>
      key.every((part) => {
        const other = new Set(codesAt(part, columns, texts, right));
        return codesAt(part, columns, texts, left).some((code) => other.has(code));
      }),
    )
    .map(({ name }) => name);
}

function fitsSlots({ slots }: Pass, { slot, context }: Columns, left: number, right: number): boolean {
  const same = slot[left] === slot[right];
  if (slots === 'same') return same && context[left] === 0;
  if (slots === 'apart') return !same;
  return !same && (context[left] === 1 || context[right] === 1);
}

function inWindow({ withinMinutes }: Pass, { minute }: Columns, left: number, right: number): boolean {
  if (withinMinutes === null) return true;
  const [a, b] = [minute[left] ?? NO_TIME, minute[right] ?? NO_TIME];
  return a !== NO_TIME && b !== NO_TIME && Math.abs(a - b) <= withinMinutes;
}

/** What a row is looked up by, part by part; empty where it states nothing. The same values as keys.ts makes columns of. */
function codesAt(part: KeyPart, columns: Columns, { names, titles }: Texts, row: number): number[] {
  const [name, title] = [columns.name[row] ?? 0, columns.title[row] ?? 0];
  const stated = (code: number): number[] => (code === 0 ? [] : [code]);
  switch (part) {
    case 'slot':
      return [(columns.slot[row] ?? 0) + 1];
    case 'total':
      return columns.amount[row] === 0 ? [] : stated(columns.total[row] ?? 0);
    case 'netTotal':
      return columns.net[row] === 0 ? [] : stated(columns.netTotal[row] ?? 0);
    case 'nameStart':
      return stated(name === 0 ? titles.start(title) : names.start(name));
    case 'titleWord':
      return title === 0 ? [] : [...titles.words(title).slice(0, WORDS_PER_TITLE)];
    default:
      return stated(columns[part][row] ?? 0);
  }
}
