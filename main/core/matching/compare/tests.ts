/** Tests of two values. Texts are numbers of the dictionary and never 0 here; numbers are integers and never NaN. */
import type { Atom } from '#shared/contract/match-spec.ts';
import { unreachable } from '#shared/domain/assert.ts';
import { countOfStart } from '../kernels/starts.ts';
import { lengthOf, sharedAtLeast, sharedCount, surelyMissing } from '../kernels/words.ts';
import { transposed } from '../orders/compare.ts';
import { wordsOf } from '../tables/operations.ts';
import { type Texts, textAt } from '../tables/texts.ts';
import type { Resources } from './resources.ts';

export type ValueTest = (a: number, b: number) => boolean;

/** @param field of the first value, whose words and starts count for rarity; `other` is the field of the second. */
export function valueTest(atom: Atom, field: string, other: string, resources: Resources): ValueTest {
  const { records, words, runs, commonStarts } = resources;
  const { texts } = records;
  switch (atom.test) {
    case 'known':
      return () => true;
    case 'silent':
      return () => false;
    case 'equal':
      return (a, b) => a === b;
    case 'jaroWinkler': {
      const kernel = resources.jaroWinkler(field, other);
      const { atLeast } = atom;
      return (a, b) => kernel.atLeast(a, b, atLeast) >= atLeast;
    }
    case 'edits': {
      const kernel = resources.edits(field, other);
      const { atMost } = atom;
      return (a, b) => kernel.atMost(a, b, atMost);
    }
    case 'words': {
      const shared = resources.sharedWords(field, other);
      const { atLeast } = atom;
      return (a, b) => shared.areAlike(a, b, atLeast);
    }
    case 'sharedWords': {
      const shared = resources.sharedWords(field, other);
      const least = atom.bits * 1000;
      return (a, b) => shared.weight(a, b) >= least;
    }
    case 'wordsWithin':
      return (a, b) => {
        const fewer = Math.min(lengthOf(words, a), lengthOf(words, b));
        return fewer >= atom.atLeast && sharedCount(words, a, b) === fewer;
      };
    case 'runs':
      return (a, b) => {
        const [inA, inB] = [lengthOf(runs, a), lengthOf(runs, b)];
        // shared ≥ c · (all of both − shared).
        const least = Math.max(1, Math.ceil((atom.atLeast * (inA + inB)) / (1 + atom.atLeast)));
        if (inA - surelyMissing(runs, a, b) < least || inB - surelyMissing(runs, b, a) < least) return false;
        const shared = sharedAtLeast(runs, a, b, least);
        return shared > 0 && shared >= atom.atLeast * (inA + inB - shared);
      };
    case 'cut':
      return (a, b) => {
        const shorter = Math.min(unitCount(texts.start, a), unitCount(texts.start, b));
        return shorter >= atom.atLeast && commonStarts.of(a, b) === shorter;
      };
    case 'sameStart':
      return (a, b) => commonStarts.of(a, b) >= atom.letters;
    case 'rareStart': {
      const starts = resources.starts.get(field);
      if (starts === undefined) throw new RangeError(`nobody counted the starts of "${field}"`);
      const most = starts.all / 2 ** atom.bits;
      return (a, b) => {
        const length = commonStarts.of(a, b);
        return length > 0 && countOfStart(starts, a, length) <= most;
      };
    }
    case 'initial':
      return (a, b) => isInitial(texts, a, b) || isInitial(texts, b, a);
    case 'contains':
      return ofTexts(texts, holdsWords);
    case 'abbreviates':
      return ofTexts(texts, abbreviates);
    case 'within':
      return (a, b) => Math.abs(a - b) <= atom.atMost;
    case 'withinShare':
      return (a, b) => a > 0 === b > 0 && Math.abs(a - b) <= atom.atMost * Math.min(Math.abs(a), Math.abs(b));
    case 'difference':
      if (records.isLink) return (a, b) => b - a >= atom.from && b - a <= atom.to;
      return (a, b) => Math.abs(b - a) >= atom.from && Math.abs(b - a) <= atom.to;
    case 'transposed':
      return transposed;
    default:
      return unreachable(atom);
  }
}

/** Either way round. Texts become strings for it: few pairs come so far. */
function ofTexts(texts: Texts, test: (one: string, other: string) => boolean): ValueTest {
  return (a, b) => {
    const [one, other] = [textAt(texts, a), textAt(texts, b)];
    return test(one, other) || test(other, one);
  };
}

function unitCount(start: Uint32Array, text: number): number {
  return (start[text + 1] as number) - (start[text] as number);
}

function isInitial({ start, units }: Texts, short: number, long: number): boolean {
  return unitCount(start, short) === 1 && units[start[short] as number] === units[start[long] as number];
}

function holdsWords(long: string, short: string): boolean {
  return short.length < long.length && ` ${long} `.includes(` ${short} `);
}

const FEWEST_INITIALS = 2;

/** `aph` and `aurora pharmaceuticals`: its letters begin the words in order, all of them but for the last few. */
function abbreviates(short: string, long: string): boolean {
  if (short.includes(' ') || short.length < FEWEST_INITIALS || short.length >= long.length) return false;
  const initials = wordsOf(long)
    .map((word) => word.slice(0, 1))
    .join('');
  return initials.startsWith(short);
}
