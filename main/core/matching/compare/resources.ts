/** What comparisons need to know of the texts beyond their letters: made once, and only for the fields that ask for it. */
import type { Atom, MatchSpec } from '#shared/contract/match-spec.ts';
import { atomsOf } from '#shared/contract/match-spec.ts';
import { Edits } from '../kernels/edits.ts';
import { JaroWinkler } from '../kernels/jaro-winkler.ts';
import { SharedWords } from '../kernels/shared-words.ts';
import { CommonStarts, type StartCounts, startCounts } from '../kernels/starts.ts';
import { type Lists, runLists, wordLists, wordWeights } from '../kernels/words.ts';
import type { Column, Records } from '../tables/records.ts';

/** Plain data in shared memory, made once and read by every thread. */
export interface Knowledge {
  readonly words: Lists;
  readonly runs: Lists;
  /** By field: millibits of each word. */
  readonly weights: ReadonlyMap<string, Int32Array>;
  readonly starts: ReadonlyMap<string, StartCounts>;
}

export interface Resources extends Knowledge {
  readonly records: Records;
  /** Kernels are one for each two fields that are compared: they remember what they were asked last. */
  readonly jaroWinkler: (field: string, other: string) => JaroWinkler;
  readonly edits: (field: string, other: string) => Edits;
  readonly commonStarts: CommonStarts;
  /** Words of the first field count for rarity. */
  readonly sharedWords: (field: string, other: string) => SharedWords;
}

const WORD_TESTS: ReadonlySet<Atom['test']> = new Set(['words', 'sharedWords', 'wordsWithin']);
const WEIGHED_TESTS: ReadonlySet<Atom['test']> = new Set(['words', 'sharedWords']);
const LONGEST_START = 40;

export function knowledgeOf(spec: MatchSpec, records: Records): Knowledge {
  const askedWords = new Uint8Array(records.texts.count);
  const askedRuns = new Uint8Array(records.texts.count);
  const weighed = new Set<string>();
  const started = new Set<string>();
  for (const comparison of spec.comparisons) {
    for (const { test, field = comparison.field, other } of comparison.levels.flatMap(({ when }) => atomsOf(when))) {
      const asked = WORD_TESTS.has(test) ? askedWords : test === 'runs' ? askedRuns : null;
      for (const name of [field, other]) {
        if (name === undefined) continue;
        if (WEIGHED_TESTS.has(test)) weighed.add(name);
        if (test === 'rareStart') started.add(name);
        if (asked !== null) for (const text of textsOf(records.columns.get(name))) asked[text] = 1;
      }
    }
  }
  askedWords[0] = 0;
  askedRuns[0] = 0;
  const { words, ...lists } = wordLists(records.texts, askedWords);
  const valuesOf = (field: string): Int32Array => textsOf(records.columns.get(field));
  return {
    words: lists,
    runs: runLists(records.texts, askedRuns),
    weights: new Map([...weighed].map((field) => [field, wordWeights(lists, words, valuesOf(field))])),
    starts: new Map([...started].map((field) => [field, startCounts(records.texts, valuesOf(field), LONGEST_START)])),
  };
}

export function resourcesOf(records: Records, knowledge: Knowledge): Resources {
  const { words, weights } = knowledge;
  const jaroWinklers = new Map<string, JaroWinkler>();
  const edits = new Map<string, Edits>();
  const sharedWords = new Map<string, SharedWords>();
  return {
    ...knowledge,
    records,
    jaroWinkler: (field, other) => remembered(jaroWinklers, `${field} ${other}`, () => new JaroWinkler(records.texts)),
    commonStarts: new CommonStarts(records.texts),
    edits: (field, other) => remembered(edits, `${field} ${other}`, () => new Edits(records.texts)),
    sharedWords: (field, other) =>
      remembered(sharedWords, `${field} ${other}`, () => new SharedWords(words, weights.get(field) ?? new Int32Array(0))),
  };
}

function textsOf(column: Column | undefined): Int32Array {
  return column?.kind === 'text' || column?.kind === 'texts' ? column.values : new Int32Array(0);
}

function remembered<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
