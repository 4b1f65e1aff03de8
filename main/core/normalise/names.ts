/** Names of clients and companies: what remains of them when legal forms, word order and spelling are set aside. */
import { foldText } from './text.ts';

export interface NameReading {
  /** Comparable form, '' when nothing is left. */
  readonly value: string;
  /** Legal forms that were set aside, as folded. */
  readonly forms: readonly string[];
  /** The trading name after `dba`, `t/a` or `trading as`, folded; null where there is none. */
  readonly tradingAs: string | null;
  /** `Example, Ada` was read as `Ada Example`. */
  readonly reordered: boolean;
}

/** Legal forms at the end of a company's name, folded; longest first, so that `gmbh co kg` goes before `kg`. */
const FORMS: readonly (readonly string[])[] = [
  'gesellschaft mbh',
  'gmbh and co kgaa',
  'gmbh and co kg',
  'gmbh co kg',
  'sp z o o',
  'sp zoo',
  's a r l',
  's a s',
  's r l',
  's p a',
  's a',
  'b v',
  'n v',
  'l l c',
  'l l p',
  'pty ltd',
  'pty limited',
  'pte ltd',
  'pvt ltd',
  'private limited',
  'co ltd',
  'co limited',
  'e u',
  'e k',
  'inc',
  'incorporated',
  'llc',
  'llp',
  'lp',
  'ltd',
  'limited',
  'plc',
  'corp',
  'corporation',
  'co',
  'company',
  'gmbh',
  'mbh',
  'ag',
  'kg',
  'kgaa',
  'ohg',
  'ug',
  'gbr',
  'ev',
  'sarl',
  'sas',
  'sasu',
  'eurl',
  'sa',
  'srl',
  'spa',
  'bv',
  'nv',
  'vof',
  'ab',
  'oy',
  'oyj',
  'as',
  'asa',
  'aps',
  'kk',
  'ltda',
  'sl',
  'slu',
  'se',
  'pty',
  'pte',
  'pvt',
  'kft',
  'sro',
  'doo',
]
  .map((form) => form.split(' '))
  .sort((a, b) => b.length - a.length);

/** Words of legal forms: what they say of a company they say of many. */
export const FORM_WORDS: ReadonlySet<string> = new Set(FORMS.flat());

const TRADING = / (?:d ?\/? ?b ?\/? ?a|t ?\/ ?a|trading as|doing business as)\.?:? /i;

/** Longer texts are no names; reading them would only cost time. */
const LONGEST = 300;

export function readName(written: string): NameReading {
  const text = written.slice(0, LONGEST).replace(/\s+/g, ' ');
  const trading = TRADING.exec(text);
  const legal = trading === null ? text : text.slice(0, trading.index);
  const tradingAs = trading === null ? null : bare(text.slice(trading.index + trading[0].length)).value;
  const flipped = familyNameFirst(legal);
  const { value, forms } = bare(flipped ?? legal);
  return { value, forms, tradingAs: tradingAs === '' ? null : tradingAs, reordered: flipped !== null };
}

/** Folded, without legal forms; a name that is nothing but a form (`Co`) is kept. */
function bare(text: string): { value: string; forms: readonly string[] } {
  let words = foldText(text.replace(/[&+]/g, ' and ')).split(' ');
  if (words.length > 2 && words[0] === 'the') words = words.slice(1);
  const forms: string[] = [];
  for (let form = formAtEnd(words); form !== null; form = formAtEnd(words)) {
    forms.unshift(form.join(' '));
    words = words.slice(0, words.length - form.length);
    if (words.length > 1 && words.at(-1) === 'and') words = words.slice(0, -1);
  }
  return { value: words.join(' '), forms };
}

function formAtEnd(words: readonly string[]): readonly string[] | null {
  for (const form of FORMS) {
    if (form.length < words.length && form.every((word, i) => words[words.length - form.length + i] === word)) return form;
  }
  return null;
}

/** `Example, Ada` → `Ada Example`: one comma, at most three words on each side, and no legal form (`Acme, Inc.` stays). */
function familyNameFirst(text: string): string | null {
  const [family, given, ...more] = text.split(',').map((part) => part.trim());
  if (family === undefined || given === undefined || more.length > 0 || family === '' || given === '') return null;
  if (/\d/.test(text) || family.split(/\s+/).length > 2 || given.split(/\s+/).length > 3) return null;
  return formAtEnd(['x', ...foldText(given).split(' ')]) === null ? `${given} ${family}` : null;
}
