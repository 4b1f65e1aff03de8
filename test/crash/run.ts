/**
 * Kills the real app process again and again (SIGKILL), at the boundaries of its writes and at random moments, while it imports,
 * merges, unmerges, undoes, redoes and backs up; after each kill the book must hold all that was acknowledged, nothing twice, nothing
 * half-done. Each life goes on with the book that the last one left.
 *
 *   npm run crash -- [--kills 200] [--seed 1] [--lives 10] [--mutation skipCommit]
 *
 * With the mutation the writer forgets its COMMIT after a while, and the run must find the damage: exit 0 then means that it was
 * found. Such lives run to their end, so that there is something to forget, whatever the speed of the machine.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findDamage } from './inspect.ts';
import { seeded } from './script.ts';
import { type Acknowledged, linesOf } from './victim-lines.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    /** Lives of one book before a new one is begun. */
    lives: { type: 'string', default: '10' },
    mutation: { type: 'string', default: '' },
  },
});

const HOOK = new URL('./boundary-hook.ts', import.meta.url).href;
const VICTIM = fileURLToPath(new URL('./victim.ts', import.meta.url));
const STEPS = 14;
/** Writes of a whole script: kills beyond what a life reaches let it end by itself, which is checked as well. */
const WRITES_MAX = 2500;
/** A life that neither dies nor ends is itself a finding. */
const LIFE_MAX_MS = 60_000;

interface Life {
  readonly output: string;
  readonly killed: boolean;
  readonly hung: boolean;
}

function live(dir: string, seed: number, crash: { at: number; after: boolean; afterMs: number | null }): Promise<Life> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', HOOK, VICTIM, dir, String(seed), String(STEPS)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        ONEFOLD_CRASH_AT: String(crash.at),
        ONEFOLD_CRASH_AFTER: crash.after ? '1' : '0',
        ONEFOLD_CRASH_MUTATION: values.mutation,
      },
    });
    let output = '';
    let hung = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const kill = crash.afterMs === null ? null : setTimeout(() => child.kill('SIGKILL'), crash.afterMs);
    const limit = setTimeout(() => {
      hung = true;
      child.kill('SIGKILL');
    }, LIFE_MAX_MS);
    child.once('error', reject);
    child.once('close', (_code, signal) => {
      if (kill !== null) clearTimeout(kill);
      clearTimeout(limit);
      resolve({ output, killed: signal === 'SIGKILL', hung });
    });
  });
}

const wanted = Number(values.kills);
const random = seeded(Number(values.seed));
const counts: Record<string, number> = {};
const damage: string[] = [];
let kills = 0;
let lives = 0;
let acknowledgedInAll = 0;
let dir = '';
let acknowledged: Acknowledged[] = [];
const started = process.hrtime.bigint();

const mutated = values.mutation !== '';
while ((mutated ? lives : kills) < wanted && damage.length === 0) {
  if (lives % Number(values.lives) === 0) {
    if (dir !== '') rmSync(dir, { recursive: true, force: true });
    dir = mkdtempSync(join(tmpdir(), 'onefold-crash-'));
    acknowledged = [];
  }
  lives += 1;
  const seed = Number(values.seed) * 1_000_003 + lives;
  const atBoundary = random() < 0.7;
  const crash = {
    at: atBoundary && !mutated ? 1 + Math.floor(random() ** 2 * WRITES_MAX) : 0,
    after: random() < 0.5,
    afterMs: atBoundary || mutated ? null : 300 + Math.floor(random() * 2500),
  };
  const life = await live(dir, seed, crash);
  if (life.killed) kills += 1;
  if (life.hung) damage.push(`life ${lives} (seed ${seed}) neither ended nor died`);
  for (const line of linesOf(life.output)) {
    if ('failed' in line) damage.push(`life ${lives} (seed ${seed}): ${line.failed}`);
    else if ('step' in line) {
      acknowledged.push(line);
      acknowledgedInAll += 1;
      counts[line.step] = (counts[line.step] ?? 0) + 1;
    }
  }
  const found = await findDamage(join(dir, 'books', 'Crash.onefold'), acknowledged);
  damage.push(...found.map((what) => `life ${lives} (seed ${seed}, ${JSON.stringify(crash)}): ${what}`));
}
rmSync(dir, { recursive: true, force: true });

const seconds = Number((process.hrtime.bigint() - started) / 1_000_000_000n);
process.stdout.write(
  `${kills} kills in ${lives} lives, ${seconds} s; ${acknowledgedInAll} changes acknowledged (${Object.entries(counts)
    .map(([step, count]) => `${step} ${count}`)
    .join(', ')}); ${damage.length === 0 ? '0 lost, 0 twice, 0 half-done, chain whole' : 'DAMAGE'}\n`,
);
for (const line of damage) process.stdout.write(`  ${line}\n`);
if (mutated) process.stdout.write(damage.length > 0 ? 'the mutation was found, as it must be\n' : 'THE MUTATION WAS NOT FOUND\n');
const passed = mutated === damage.length > 0;
process.stdout.write(`${passed ? '1 passed, 0 failed' : '0 passed, 1 failed'}\n`);
process.exitCode = passed ? 0 : 1;
