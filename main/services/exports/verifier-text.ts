/** The verifier as text: as a Node file, and inside a page of its own. Both lie beside the bundle, or in the source tree. */
import { readFileSync } from 'node:fs';

export interface VerifierText {
  /** `verify.mjs` */
  readonly script: string;
  /** `verify.html`, with the script inside. */
  readonly page: string;
}

export function readVerifier(): VerifierText {
  const script = read('verify.mjs');
  return { script, page: read('page.html').replace('/* verifier */', () => script) };
}

function read(name: string): string {
  return readFileSync(new URL(import.meta.url.endsWith('.ts') ? `../../../verify/${name}` : `./${name}`, import.meta.url), 'utf8');
}
