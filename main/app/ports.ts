/** What the outside world lends to the app: time, randomness, hashing. Tests lend their own. */
import type { Sha256 } from '#shared/domain/ids.ts';

export interface Clock {
  /** UTC milliseconds. */
  nowMs(): number;
  /** Minutes east of UTC of the local clock at that instant. */
  offsetMinutes(atMs: number): number;
}

export interface Ports {
  readonly clock: Clock;
  /** A new unguessable id, URL-safe, at least 128 bits. */
  readonly newId: () => string;
  readonly sha256: Sha256;
}
