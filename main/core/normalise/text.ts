/** Texts as they are compared. */

const MARKS = /\p{M}+/gu;
const NO_WORD = /[^\p{L}\p{N}]+/gu;
/** Letters that carry no separable accent, and what people type for them. */
const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ı: 'i' };
const SPECIAL = /[ßæœøđðþłı]/g;
const PLAIN = /^[a-z0-9]+(?: [a-z0-9]+)*$/;

/**
 * Compatibility form (NFKC), lower case, without accents, with single spaces for everything that is neither letter nor digit:
 * `Café  Müller & Söhne` → `cafe muller sohne`. Letters of every script stay.
 */
export function foldText(text: string): string {
  const lower = text.toLowerCase();
  if (PLAIN.test(lower)) return lower;
  const bare = lower
    .normalize('NFKD')
    .toLowerCase()
    .replace(MARKS, '')
    .replace(SPECIAL, (letter) => LETTERS[letter] ?? letter);
  return bare.normalize('NFKC').replace(NO_WORD, ' ').trim();
}
