/** What a command says: progress on standard error, the summary on standard output. */
import type { Problem } from '#shared/contract/procedure.ts';

export interface Output {
  readonly json: boolean;
  /** One line, replaced by the next on a terminal; elsewhere said at most every two seconds. */
  progress(text: string): void;
  /** A sentence on standard error. */
  note(text: string): void;
  /** The summary: JSON on one line, or lines for people. */
  result(summary: object, lines: readonly string[]): void;
}

const QUIET_MS = 2000;

export function createOutput(json: boolean): Output {
  const { stderr, stdout } = process;
  let last = 0;
  let open = false;
  const clear = () => {
    if (open) stderr.write('\r\u001b[K');
    open = false;
  };
  return {
    json,
    progress(text) {
      if (stderr.isTTY) {
        stderr.write(`\r\u001b[K${text.slice(0, (stderr.columns ?? 80) - 1)}`);
        open = true;
        return;
      }
      const now = performance.now();
      if (now - last < QUIET_MS) return;
      last = now;
      stderr.write(`${text}\n`);
    },
    note(text) {
      clear();
      stderr.write(`${text}\n`);
    },
    result(summary, lines) {
      clear();
      stdout.write(json ? `${JSON.stringify(summary)}\n` : `${lines.join('\n')}\n`);
    },
  };
}

/** What happened, what is safe, what to do. */
export function problemText({ what, safe, todo }: Problem): string {
  return `${what} ${safe} ${todo}`;
}
