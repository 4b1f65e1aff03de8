/**
 * A sample that nobody can bend: links are looked at in the order of a hash over their keys, so the first n are as good as drawn by lot,
 * the same on every machine, and whatever the model. Precision is counted over them alone, never over what people happened to correct,
 * and never from the model's own odds.
 */
import { wilson } from './interval.ts';

/** Place of a pair in the lottery: 53 bits of a hash over both keys, the lesser first. */
export function lotOf(leftKey: string, rightKey: string): number {
  const [first, second] = leftKey < rightKey ? [leftKey, rightKey] : [rightKey, leftKey];
  return hash53(`${first}\n${second}`);
}

/** cyrb53 (public domain, B. Bonilha): two 32-bit multiplicative mixes of the UTF-16 units. */
function hash53(text: string): number {
  let h1 = 0xdeadbeef;
  let h2 = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    h1 = Math.imul(h1 ^ unit, 2654435761);
    h2 = Math.imul(h2 ^ unit, 1597334677);
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909);
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909);
  return 4294967296 * (2097151 & h2) + (h1 >>> 0);
}

export interface AuditedPrecision {
  readonly right: number;
  readonly wrong: number;
  /** Looked at without a verdict: counted neither way. */
  readonly unsure: number;
  /** Null before any verdict. */
  readonly precision: number | null;
  /** Wilson 95 % interval. */
  readonly low: number | null;
  readonly high: number | null;
}

export function audited(verdicts: readonly ('right' | 'wrong' | 'unsure')[]): AuditedPrecision {
  const count = (of: string): number => verdicts.filter((verdict) => verdict === of).length;
  const [right, wrong, unsure] = [count('right'), count('wrong'), count('unsure')];
  const interval = wilson(right, right + wrong);
  return {
    right,
    wrong,
    unsure,
    precision: right + wrong === 0 ? null : right / (right + wrong),
    low: interval?.low ?? null,
    high: interval?.high ?? null,
  };
}
