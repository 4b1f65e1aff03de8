/** The Merkle root over a run's pairs, in order of their leaf texts (core/changes/commitments.ts). */
import { linkLeafText } from '#core/changes/commitments.ts';
import { MerkleTree, type Sha256Bytes } from '#core/changes/merkle.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import type { FoundBook } from './find.ts';

export function linksRoot(book: FoundBook, sha256: Sha256, sha256Bytes: Sha256Bytes): Uint8Array {
  return rootOfOrdered(book, sha256, sha256Bytes) ?? rootOf([...leafTexts(book)].sort(), sha256, sha256Bytes);
}

/** Pairs lie in the order of their texts but for rare ids (see load.ts): then nothing needs to be held. Null when they do not. */
function rootOfOrdered(book: FoundBook, sha256: Sha256, sha256Bytes: Sha256Bytes): Uint8Array | null {
  const tree = new MerkleTree(sha256Bytes);
  let last = '';
  for (const text of leafTexts(book)) {
    if (text < last) return null;
    last = text;
    tree.push(sha256(text));
  }
  return tree.root();
}

function rootOf(texts: readonly string[], sha256: Sha256, sha256Bytes: Sha256Bytes): Uint8Array {
  const tree = new MerkleTree(sha256Bytes);
  for (const text of texts) tree.push(sha256(text));
  return tree.root();
}

function* leafTexts({ result, keyAt }: FoundBook): Generator<string, void, undefined> {
  const { pairs, outcomes, rules } = result;
  for (let pair = 0; pair < pairs.length; pair++) {
    yield linkLeafText({
      left: keyAt(pairs.left[pair] as number),
      right: keyAt(pairs.right[pair] as number),
      state: outcomes.state[pair] as string,
      rule: rules[pairs.pass[pair] as number] as string,
      scoreMillibits: pairs.score[pair] as number,
    });
  }
}
