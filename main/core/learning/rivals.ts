/**
 * Which answers speak of evidence. Where a record has two answers that are about as good, it is not the weights that tell them apart:
 * what people say there is right for the one and wrong for the other, of pairs that look the same. Learning from it would teach the
 * machine to doubt what it is right to join. Measured on a generated year of an agency: learning from ties too took the recall of what is
 * joined from 0.936 to 0.803; without them it went to 0.940, with nothing wrong either way.
 */

/** A stored pair. */
export interface RivalPair {
  readonly leftId: number;
  readonly rightId: number;
  readonly scoreMillibits: number;
  readonly cause: string | null;
}

/** Causes of pairs that are no answer at all, and so no rival of one. */
const IMPOSSIBLE: ReadonlySet<string | null> = new Set(['currency', 'same_source']);

/**
 * Whether a pair leads every rival by the margin, millibits: another pair of one of its two records with a record of the other's kind.
 * `around` are all stored pairs of the two records; `kindOf` names system and type of a record. Decisions are not looked at: what
 * people have settled since was a tie when they did.
 */
export function isClear(
  pair: RivalPair,
  around: readonly RivalPair[],
  kindOf: (recordId: number) => string | undefined,
  margin: number,
): boolean {
  const { leftId, rightId, scoreMillibits } = pair;
  const isOf = (kind: string | undefined, other: number): boolean => kind !== undefined && kindOf(other) === kind;
  return around.every((other) => {
    if (other.leftId === leftId && other.rightId === rightId) return true;
    if (IMPOSSIBLE.has(other.cause) || scoreMillibits - other.scoreMillibits >= margin) return true;
    const rivals = [
      [leftId, rightId],
      [rightId, leftId],
    ] as const;
    return rivals.every(([own, partner]) => {
      if (other.leftId !== own && other.rightId !== own) return true;
      return !isOf(kindOf(partner), other.leftId === own ? other.rightId : other.leftId);
    });
  });
}
