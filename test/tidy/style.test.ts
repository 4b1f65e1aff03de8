import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesIn, isTest, linesMatching, ROOT } from './files.ts';

const SELF = 'test/tidy/style.test.ts';
const code = filesIn(['shared', 'main', 'preload', 'renderer', 'test', 'build'], /\.(ts|tsx|mjs)$/).filter(
  ({ path }) => path !== SELF,
);
const written = filesIn(['.'], /\.(ts|tsx|mjs|md|json|yml|css|html|sh)$|(^|\/)(run|\.npmrc|\.gitignore)$/).filter(
  ({ path }) => path !== SELF,
);
const pure = code.filter(({ path }) => /^(shared|main\/core)\//.test(path) && !isTest(path));
const tests = code.filter(({ path }) => isTest(path));

describe('the code', () => {
  it('comes in files that can be read in one go', () => {
    const long = code
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > 400);
    expect(long).toEqual([]);
  });

  it('leaves nothing for later', () => {
    expect(linesMatching(code, /\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([]);
  });

  it('does not talk its way around the types', () => {
    expect(linesMatching(code, /\bas any\b|<any>|@ts-(ignore|nocheck|expect-error)/)).toEqual([]);
  });

  it('never reads a number off a decimal text as a float where money could be', () => {
    const money = code.filter(({ path }) => /^(shared|main\/(core|store|services))\//.test(path) && !isTest(path));
    expect(linesMatching(money, /\bparseFloat\b/)).toEqual([]);
  });

  it('knows no time and no chance in shared and core: they arrive as arguments', () => {
    expect(linesMatching(pure, /\bDate\.now\b|\bnew Date\(\)|\bDate\(\)|\bMath\.random\b|\bperformance\.now\b/)).toEqual([]);
  });

  it('has SQL in the store only', () => {
    const others = code.filter(
      ({ path }) => /^(shared|renderer|preload|main\/(core|services|hosts|app|workers))\//.test(path) && !isTest(path),
    );
    expect(
      linesMatching(
        others,
        /\.prepare(?:<.*>)?\((?:['"`]|$)|\b(SELECT\s.+\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|DELETE\s+FROM|CREATE\s+TABLE)\b/,
      ),
    ).toEqual([]);
  });
});

describe('the tests', () => {
  it('say what they expect', () => {
    expect(linesMatching(tests, /expect\((true|1)\)|\.(toBeTruthy|toBeFalsy|toBeDefined)\(\)/)).toEqual([]);
  });

  it('all run, and wait for what happens instead of for a while', () => {
    // A bench may pace itself like a person at the keyboard; a test may not.
    const asserting = tests.filter(({ path }) => !path.startsWith('test/bench/'));
    expect(linesMatching(asserting, /\b(it|test|describe)\.(only|todo)\b|\bwaitForTimeout\(/)).toEqual([]);
  });
});

describe('the repository', () => {
  it('is explained', () => {
    const missing = ['README.md', 'LICENSE', 'docs/log-format.md'].filter((path) => !existsSync(join(ROOT, path)));
    expect(missing).toEqual([]);
  });

  it('names no place that only its makers have', () => {
    expect(linesMatching(written, /(^|[\s"'`(:])\/work\/|\bfarm-[a-z]/)).toEqual([]);
    const outsideTests = written.filter(({ path }) => !isTest(path));
    expect(linesMatching(outsideTests, /\.\.\/shared\/(reference|samples|benchmarks|contracts|design|[A-Z]+\.md)/)).toEqual([]);
  });

  it('is installed from wherever the user installs from', () => {
    expect(linesMatching(written, /https?:\/\/[^\s"']*registry|"resolved":\s*"http/i)).toEqual([]);
  });
});
