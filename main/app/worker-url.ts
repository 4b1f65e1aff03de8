/** Where a worker's code lies: beside the bundle, or in the source tree. */
import { setFlagsFromString } from 'node:v8';

const FROM_SOURCE = import.meta.url.endsWith('.ts');

/**
 * From source, each thread strips types by WebAssembly. When several threads at once compile their calls out of it, which they do after a
 * thousand calls, V8 of Node 24 now and then frees what another one uses, and the process is gone (`Runtime_TierUpWasmToJSWrapper`). So
 * they keep the calls that they begin with. The bundled app holds no types and no WebAssembly.
 */
if (FROM_SOURCE) setFlagsFromString('--wasm-wrapper-tiering-budget=2000000000');

export function workerUrl(
  name: 'reader' | 'job' | 'matching' | 'compare' | 'reconcile' | 'replay' | 'learn' | 'rebuild' | 'match-tables',
): URL {
  return new URL(FROM_SOURCE ? `../workers/${name}.worker.ts` : `./${name}.worker.js`, import.meta.url);
}
