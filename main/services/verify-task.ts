/** Verifying a book or an audit pack, as work for the job thread. */
import type { Report } from '../../verify/verify.mjs';

export interface Verify {
  readonly input: {
    /** A book, or a pack as a zip or a folder. Absolute. */
    readonly path: string;
    /** A head noted elsewhere, 64 hexadecimal digits, or null. */
    readonly head: string | null;
    /** An older book or pack whose head is the outside head, absolute, or null. */
    readonly against: string | null;
  };
  readonly message: never;
  readonly result: Report;
}
