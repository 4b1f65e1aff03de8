/** One import of one file into a fresh book, measured; prints one line of JSON. Started by `import.ts`, one process a run. */
import { statSync } from 'node:fs';
import { liveBook } from '#test/factories/live-book.ts';
import { peakMemory } from './common.ts';

export interface ImportRun {
  readonly records: number;
  readonly previewMs: number;
  readonly publishMs: number;
  readonly textIndexMs: number;
  readonly peakBytes: number;
  readonly longestGapMs: number;
  readonly cpuMicros: number;
  readonly bookBytes: number;
}

const TICK_MS = 5;

const [, , path = ''] = process.argv;
const book = await liveBook();
let longestGapMs = 0;
let lastTick = performance.now();
const ticking = setInterval(() => {
  const now = performance.now();
  longestGapMs = Math.max(longestGapMs, now - lastTick - TICK_MS);
  lastTick = now;
}, TICK_MS);

const cpuBefore = process.cpuUsage();
const started = performance.now();
const session = await book.preview([path]);
const previewed = performance.now();
const done = await book.commit(session);
if ('code' in done) throw new Error(done.what);
const published = performance.now();
const cpu = process.cpuUsage(cpuBefore);
const peakBytes = peakMemory() ?? process.memoryUsage.rss();
clearInterval(ticking);
await book.idle();
const run: ImportRun = {
  records: session.files[0]?.counts?.records ?? 0,
  previewMs: previewed - started,
  publishMs: published - previewed,
  textIndexMs: performance.now() - published,
  peakBytes,
  longestGapMs,
  cpuMicros: cpu.user + cpu.system,
  bookBytes: statSync(book.context.bookPath).size,
};
await book.dispose();
process.stdout.write(`${JSON.stringify(run)}\n`);
