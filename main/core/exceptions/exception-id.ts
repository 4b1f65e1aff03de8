/** The id of an exception: the same after a rebuild, on another machine, whatever the order of imports. */
import { base32, type Sha256 } from '#shared/domain/ids.ts';
import type { ReasonCode } from './reasons.ts';

/** `exc_` and 16 base-32 characters of SHA-256 over the reason and the subjects' keys (texts that name them for good), in their order as text. */
export function exceptionId(reason: ReasonCode, subjectKeys: readonly string[], sha256: Sha256): string {
  return `exc_${base32(sha256(JSON.stringify([reason, ...[...subjectKeys].sort()])), 16)}`;
}
