import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Hello } from '#shared/contract/loopback.ts';

export interface Session {
  /** Goes into the fragment of the launch address. Good for one exchange. */
  readonly launchToken: string;
  /** The session key for a right hello (spends the launch token), or null. */
  admit(hello: Hello): string | null;
}

/**
 * Who may talk to this process: whoever shows the launch token first gets a session key, kept by that tab for its reloads.
 * Both are 32 random bytes, live in memory only, and are compared in constant time.
 */
export function createSession(): Session {
  const launchToken = randomBytes(32).toString('base64url');
  const sessionKey = randomBytes(32).toString('base64url');
  let launched = false;
  return {
    launchToken,
    admit(hello) {
      if ('sessionKey' in hello) return launched && isSame(hello.sessionKey, sessionKey) ? sessionKey : null;
      if (launched || !isSame(hello.launchToken, launchToken)) return null;
      launched = true;
      return sessionKey;
    },
  };
}

/** Hashes first, so that neither content nor length shows in the time it takes. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
