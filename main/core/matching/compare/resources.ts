/** What comparisons need to know of the texts beyond their letters: made once, and only for the fields that ask for it. */
import type { Atom, MatchSpec } from '#shared/contract/match-spec.ts';
import { atomsOf } from '#shared/contract/match-spec.ts';
import { Edits } from '../kernels/edits.ts';
import { JaroWinkler } from '../kernels/jaro-winkler.ts';
import { SharedWords } from '../kernels/shared-words.ts';
import { type StartCounts, startCounts } from '../kernels/starts.ts';
import { type Lists, runLists, wordLists, wordWeights } from '../kernels/words.ts';
import type { Column, Records } from '../tables/records.ts';

export interface Resources {
  readonly records: Records;
  /** Kernels are one for each two fields that are compared: they remember what they were asked last. */
  readonly jaroWinkler: (field: string, other: string) => JaroWinkler;
  readonly edits: (field: string, other: string) => Edits;
  /** Words of the first field count for rarity. */
  readonly sharedWords: (field: string, other: string) => SharedWords;
  readonly words: Lists;
  readonly runs: Lists;
  readonly starts: (field: string) => StartCounts;
}

const WORD_TESTS: ReadonlySet<Atom['test']> = new Set(['words', 'sharedWords', 'wordsWithin', 'contains', 'abbreviates']);
const LONGEST_START = 40;

export function resourcesOf(spec: MatchSpec, records: Records): Resources {
  const askedWords = new Uint8Array(records.texts.count);
  const askedRuns = new Uint8Array(records.texts.count);
  for (const comparison of spec.comparisons) {
    for (const atom of comparison.levels.flatMap(({ when }) => atomsOf(when))) {
      const asked = WORD_TESTS.has(atom.test) ? askedWords : atom.test === 'runs' ? askedRuns : null;
      if (asked === null) continue;
      for (const field of [atom.field ?? comparison.field, atom.other]) {
        const column = field === undefined ? undefined : records.columns.get(field);
        if (column?.kind === 'text' || column?.kind === 'texts') for (const text of column.values) asked[text] = 1;
      }
    }
  }
  askedWords[0] = 0;
  askedRuns[0] = 0;
  const { words, ...lists } = wordLists(records.texts, askedWords);
  const weights = new Map<string, Int32Array>();
  const weightsOf = (field: string): Int32Array =>
    remembered(weights, field, () => wordWeights(lists, words, textsOf(records.columns.get(field))));
  const jaroWinklers = new Map<string, JaroWinkler>();
  const edits = new Map<string, Edits>();
  const sharedWords = new Map<string, SharedWords>();
  const starts = new Map<string, StartCounts>();
  return {
    records,
    jaroWinkler: (field, other) => remembered(jaroWinklers, `${field} ${other}`, () => new JaroWinkler(records.texts)),
    edits: (field, other) => remembered(edits, `${field} ${other}`, () => new Edits(records.texts)),
    sharedWords: (field, other) => remembered(sharedWords, `${field} ${other}`, () => new SharedWords(lists, weightsOf(field))),
    words: lists,
    runs: runLists(records.texts, askedRuns),
    starts: (field) =>
      remembered(starts, field, () => startCounts(records.texts, textsOf(records.columns.get(field)), LONGEST_START)),
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
