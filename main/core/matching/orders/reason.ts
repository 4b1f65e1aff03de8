/** The short reason a question shows in the queue: "same client, same total, a day apart". */
import type { Engine } from './model.ts';
import type { Cause } from './outcome.ts';
import { levelsOf } from './spec.ts';

const PARTS = 3;
const TIED = 'equally good answers';

/**
 * `secondsApart`: exact distance of two records of one system, for "API retry, 3 s apart"; null where times are not exact.
 */
export function reasonOf(
  pattern: number,
  cause: Cause | null,
  engine: Engine,
  details: { readonly secondsApart: number | null },
): string {
  if (cause === 'same_source') return details.secondsApart === null ? 'API retry' : `API retry, ${details.secondsApart} s apart`;
  const evidence = strongestWords(pattern, engine);
  switch (cause) {
    case 'currency':
      return joinWords(['two currencies', ...evidence]);
    case 'parted':
      return joinWords(['merged before and taken back', ...evidence.slice(0, 2)]);
    case 'tie':
      return joinWords([TIED, ...evidence.slice(0, 2)]);
    case 'contradicted':
      return 'named by reference, but the rest disagrees';
    case 'conflict':
      return joinWords(['two ids of one system would meet', ...evidence.slice(0, 2)]);
    default:
      return joinWords(evidence);
  }
}

/** Short words of the levels met, the heaviest first; the time always last, for it qualifies the rest. */
function strongestWords(pattern: number, { spec, weights, radix }: Engine): string[] {
  const met = levelsOf(pattern, radix).flatMap((level, i) => {
    const comparison = spec.comparisons[i];
    const short = comparison?.levels[level]?.short;
    return comparison === undefined || short === undefined
      ? []
      : [{ short, kind: comparison.kind, weight: weights[i]?.[level] ?? 0 }];
  });
  const time = met.find(({ kind }) => kind === 'time');
  const others = met.filter(({ kind }) => kind !== 'time').sort((a, b) => b.weight - a.weight);
  return [...others.slice(0, PARTS - (time === undefined ? 0 : 1)), ...(time === undefined ? [] : [time])].map(
    ({ short }) => short,
  );
}

function joinWords(words: readonly string[]): string {
  const text = words.join(', ');
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Whether a short reason says that another answer is as good. */
export function saysTied(reason: string): boolean {
  return reason.startsWith(joinWords([TIED]));
}
