/** Lines on their way to a file: gathered into chunks, and sorted where their source is not, in bounded memory. */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CHUNK_CHARACTERS = 1 << 16;

/** UTF-8 chunks of some 64 KiB. `end` follows each line. */
export function* chunksOf(lines: Iterable<string>, end: string): Generator<Buffer> {
  let text = '';
  for (const line of lines) {
    text += line + end;
    if (text.length >= CHUNK_CHARACTERS) {
      yield Buffer.from(text);
      text = '';
    }
  }
  if (text !== '') yield Buffer.from(text);
}

/** Characters held before a sorted run goes to disk. */
const RUN_CHARACTERS = 1 << 23;

/** The lines in the order of their UTF-16 code units. Runs that do not fit in memory wait in temporary files. */
export function* sortedLines(lines: Iterable<string>, runCharacters = RUN_CHARACTERS): Generator<string> {
  let run: string[] = [];
  let held = 0;
  let folder: string | null = null;
  const files: string[] = [];
  try {
    for (const line of lines) {
      run.push(line);
      held += line.length;
      if (held < runCharacters) continue;
      folder ??= mkdtempSync(join(tmpdir(), 'onefold-sort-'));
      const file = join(folder, String(files.length));
      writeFileSync(file, `${run.sort().join('\n')}\n`);
      files.push(file);
      run = [];
      held = 0;
    }
    yield* merged([...files.map(linesOfFile), run.sort().values()]);
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }
}

/** Merges sorted runs; there are few, so the least head is looked for one by one. */
function* merged(runs: readonly Iterator<string>[]): Generator<string> {
  const heads = runs.flatMap((run) => {
    const { value, done } = run.next();
    return done === true ? [] : [{ run, line: value as string }];
  });
  while (heads.length > 0) {
    const least = heads.reduce((a, b) => (b.line < a.line ? b : a));
    yield least.line;
    const next = least.run.next();
    if (next.done === true) heads.splice(heads.indexOf(least), 1);
    else least.line = next.value;
  }
}

function* linesOfFile(path: string): Generator<string> {
  const fd = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(CHUNK_CHARACTERS);
    const decoder = new TextDecoder();
    let rest = '';
    for (let count = readSync(fd, buffer); count > 0; count = readSync(fd, buffer)) {
      const lines = (rest + decoder.decode(buffer.subarray(0, count), { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    closeSync(fd);
  }
}
