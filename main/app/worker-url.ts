/** Where a worker's code lies: beside the bundle, or in the source tree. */
export function workerUrl(
  name: 'reader' | 'job' | 'matching' | 'compare' | 'reconcile' | 'replay' | 'learn' | 'rebuild' | 'match-tables',
): URL {
  return new URL(import.meta.url.endsWith('.ts') ? `../workers/${name}.worker.ts` : `./${name}.worker.js`, import.meta.url);
}
