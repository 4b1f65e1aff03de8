/**
 * What people's decisions say about pairs of records: one sale, or not. The latest word counts; a merge that was taken back says *not*,
 * but with half a voice, for it may have been a slip of the hand. What was accepted with a whole band was not looked at and says
 * nothing.
 */
import type { Decision } from '#shared/domain/decision.ts';
import { keyText, type RecordKey } from '#shared/domain/source-record.ts';

export interface Label {
  /** Record ids, `leftId < rightId`. */
  readonly leftId: number;
  readonly rightId: number;
  readonly verdict: 'together' | 'apart';
  /** How much it counts: the pairs of one decision share one voice (or half of one). */
  readonly weight: number;
  readonly decisionId: number;
}

/** A withdrawn merge: its voice. */
const TAKEN_BACK = 0.5;

interface Stated extends Label {
  readonly standing: boolean;
  /** Merges that this word cuts: about its own pairs it speaks in their place. */
  readonly cuts: readonly number[];
}

/**
 * Labels by pair, ascending. `decisions` are all of a book, oldest first, standing or taken back; `idOf` gives a key's row or undefined.
 * Pairs about which standing decisions contradict each other are left out.
 */
export function labelsOf(decisions: readonly Decision[], idOf: (keyText: string) => number | undefined): Label[] {
  const byPair = new Map<string, Stated | null>();
  for (const decision of decisions) {
    for (const label of statedBy(decision, idOf)) {
      const name = `${label.leftId} ${label.rightId}`;
      const before = byPair.get(name);
      byPair.set(name, before === undefined ? label : stronger(before, label));
    }
  }
  return [...byPair.values()]
    .filter((label) => label !== null)
    .map(({ leftId, rightId, verdict, weight, decisionId }) => ({ leftId, rightId, verdict, weight, decisionId }))
    .sort((a, b) => a.leftId - b.leftId || a.rightId - b.rightId);
}

/** Of two words about a pair: one that stands before one taken back, else the later; null where two that stand disagree. */
function stronger(before: Stated | null, now: Stated): Stated | null {
  if (before === null) return now.standing ? null : before;
  if (before.standing !== now.standing) return before.standing ? before : now;
  if (before.standing && before.verdict !== now.verdict && !now.cuts.includes(before.decisionId)) return null;
  return now;
}

function statedBy({ id, body, withdrawnBy }: Decision, idOf: (keyText: string) => number | undefined): Stated[] {
  const standing = withdrawnBy === null;
  const of = (pairs: [RecordKey, RecordKey][], verdict: Label['verdict'], voice: number): Stated[] => {
    const known = pairs.flatMap(([a, b]) => {
      const [one, other] = [idOf(keyText(a)), idOf(keyText(b))];
      return one === undefined || other === undefined || one === other ? [] : [[Math.min(one, other), Math.max(one, other)]];
    });
    return known.map(([leftId = 0, rightId = 0]) => ({
      leftId,
      rightId,
      verdict,
      weight: voice / known.length,
      decisionId: id,
      standing,
      cuts: body.kind === 'apart' ? body.cuts : [],
    }));
  };
  switch (body.kind) {
    case 'together': {
      if (body.answer.bulk) return [];
      const across = body.members.flatMap((right, at) =>
        body.members
          .slice(0, at)
          .flatMap((left, before): [RecordKey, RecordKey][] => (body.parts[at] === body.parts[before] ? [] : [[left, right]])),
      );
      return standing ? of(across, 'together', 1) : of(across, 'apart', TAKEN_BACK);
    }
    case 'apart':
    case 'relate': {
      const across = body.sides[0].flatMap((one) => body.sides[1].map((other): [RecordKey, RecordKey] => [one, other]));
      return standing ? of(across, 'apart', 1) : [];
    }
    case 'audit':
      if (!standing || body.verdict === 'unsure') return [];
      return of([[...body.pair]], body.verdict === 'right' ? 'together' : 'apart', 1);
    default:
      return [];
  }
}
