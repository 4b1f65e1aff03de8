// `npm test`: everything that can be proven on this machine, in the order in which it fails fastest. The last line is the summary.
import '../main/hosts/require-node.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findChromium, NO_CHROMIUM } from './chromium.mjs';

const root = join(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
const reports = mkdtempSync(join(tmpdir(), 'onefold-reports-'));
const total = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const failures = [];

/**
 * Runs a tool of node_modules on this very Node. Never through its own shebang: that may find an older Node, on which SQLite crashes.
 * @param {string} title
 * @param {string} packageName
 * @param {string} bin file inside the package
 * @param {string[]} args
 * @param {Record<string, string>} environment
 */
function tool(title, packageName, bin, args, environment = { NO_COLOR: '1' }) {
  return node(title, [join(dirname(require.resolve(`${packageName}/package.json`)), bin), ...args], environment);
}

/**
 * @param {string} title
 * @param {string[]} args
 * @param {Record<string, string>} environment
 */
function node(title, args, environment = {}) {
  process.stdout.write(`\n── ${title}\n`);
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  const { status, signal } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...inherited, ...environment },
  });
  if (status !== 0) failures.push(`${title} (${signal ?? `exit ${status}`})`);
  return status === 0;
}

/**
 * Adds a step that is one check, not a run of tests.
 * @param {boolean} passed
 */
function count(passed) {
  total[passed ? 'passed' : 'failed'] += 1;
  return passed;
}

/** Adds the tests of a vitest report; a run that died without one counts as a failure. */
function countVitest() {
  const report = readReport('unit.json');
  if (report === null) {
    total.failed += 1;
    return;
  }
  total.passed += report.numPassedTests;
  total.skipped += report.numPendingTests + report.numTodoTests;
  // A file that does not even load has no failed test of its own.
  total.failed += Math.max(report.numFailedTests, report.success ? 0 : 1);
}

function countPlaywright() {
  const report = readReport('e2e.json');
  if (report === null) {
    total.failed += 1;
    return;
  }
  total.passed += report.stats.expected + report.stats.flaky;
  total.skipped += report.stats.skipped;
  total.failed += report.stats.unexpected + report.errors.length;
  if (report.stats.flaky > 0)
    process.stdout.write(`window tests that passed only the second time: ${report.stats.flaky} (marked flaky above)\n`);
}

/** @param {string} name */
function readReport(name) {
  try {
    return JSON.parse(readFileSync(join(reports, name), 'utf8'));
  } catch {
    return null;
  }
}

count(tool('types', 'typescript', 'bin/tsc', ['-p', 'tsconfig.json', '--noEmit']));
count(tool('types of the pure layers (no Node, no DOM)', 'typescript', 'bin/tsc', ['-p', 'tsconfig.pure.json', '--noEmit']));
count(tool('format and lint', '@biomejs/biome', 'bin/biome', ['ci', '.']));
count(tool('lint with types', 'oxlint', 'bin/oxlint', ['--type-aware']));
tool('unit, contract, property and tidy tests', 'vitest', 'vitest.mjs', [
  'run',
  '--reporter=dot',
  '--reporter=json',
  `--outputFile.json=${join(reports, 'unit.json')}`,
]);
countVitest();

if (count(tool('build', 'vite', 'bin/vite.js', ['build', '--app', '--logLevel', 'warn']))) {
  if ((await findChromium()) === null) {
    process.stdout.write(`\n── window tests\n${NO_CHROMIUM}\n`);
    failures.push('window tests (no Chromium)');
    count(false);
  } else {
    tool('window tests on loopback', '@playwright/test', 'cli.js', ['test', '--reporter=list,json'], {
      // Its workers set FORCE_COLOR themselves, and Node complains where NO_COLOR is there as well.
      FORCE_COLOR: '0',
      PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, 'e2e.json'),
    });
    countPlaywright();
    const { electronRuntime } = await import('../main/hosts/launch/electron.ts');
    if (electronRuntime() === null) {
      process.stdout.write('window tests on Electron: skipped: no Electron runtime\n');
      total.skipped += 1;
    }
  }
}

const crashTest = join(root, 'test', 'crash', 'run.ts');
if (existsSync(crashTest)) {
  count(node('crash test: 200 kills', [crashTest]));
  count(node('crash test: a forgotten COMMIT must be found', [crashTest, '--kills', '5', '--mutation', 'skipCommit']));
}

rmSync(reports, { recursive: true, force: true });
if (failures.length > 0) process.stdout.write(`\nFailed: ${failures.join(', ')}\n`);
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
