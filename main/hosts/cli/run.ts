import { type CliApp, Refused, startApp } from './app.ts';
import { type Asked, BadUse, readArguments, USAGE } from './arguments.ts';
import { match, rebuild, status } from './book.ts';
import { demo } from './demo.ts';
import { exportFile } from './export.ts';
import { importFiles } from './import.ts';
import { matchCsv } from './match-csv.ts';
import { models } from './models.ts';
import { createOutput, type Output, problemText } from './output.ts';
import { reconcile } from './reconcile.ts';
import { verify } from './verify.ts';

/** 0 done · 1 findings · 2 bad use, an open question, or nothing could be imported · 3 damaged data. */
export type ExitCode = 0 | 1 | 2 | 3;

/** Problems that are damage, whatever was asked for. */
const DAMAGE: ReadonlySet<string> = new Set(['bookDamaged']);

export async function run(args: readonly string[]): Promise<number> {
  // A reader that goes away (`| head`) is no reason to break off.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  // Options that cannot be read still say whether a program is listening.
  let output = createOutput(args.includes('--json'));
  try {
    const asked = readArguments(args);
    if (asked === null) {
      process.stdout.write(`${USAGE}\n`);
      return 0;
    }
    output = createOutput(asked.json);
    // No book is involved, so no app thread.
    if (asked.command.name === 'match-csv') return await matchCsv(asked.command, output);
    return await withApp({ command: asked.command }, output);
  } catch (error) {
    return explain(error, output);
  }
}

/** Everything that is about a book. */
type BookCommand = Exclude<Asked['command'], { name: 'match-csv' }>;

async function withApp({ command }: { readonly command: BookCommand }, output: Output): Promise<number> {
  const app = startApp(output);
  const interrupted = Promise.withResolvers<never>();
  const interrupt = () => interrupted.reject(new Interrupted());
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const work = perform(command, app, output);
  // Interrupted work fails once the app thread is gone; nobody waits for it then.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, interrupted.promise]);
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    await app.stop();
  }
}

class Interrupted extends Error {}

function perform(command: BookCommand, app: CliApp, output: Output): Promise<ExitCode> {
  switch (command.name) {
    case 'import':
      return importFiles(command, app, output);
    case 'match':
      return match(command.book, app, output);
    case 'reconcile':
      return reconcile(command, app, output);
    case 'status':
      return status(command.book, app, output);
    case 'export':
      return exportFile(command, app, output);
    case 'verify':
      return verify(command, app, output);
    case 'models':
      return models(command, app, output);
    case 'rebuild':
      return rebuild(command.book, app, output);
    case 'demo':
      return demo(command, app, output);
  }
}

/** Never a stack trace: a sentence, and with `--json` the problem as JSON. */
function explain(error: unknown, output: Output): number {
  if (error instanceof Interrupted) {
    output.note('Stopped. Nothing is half-done: the book is as it was after the last finished step.');
    return 130;
  }
  if (error instanceof Refused) {
    output.note(problemText(error.problem));
    if (output.json) output.result({ problem: error.problem }, []);
    return DAMAGE.has(error.problem.code) ? 3 : 2;
  }
  const what = error instanceof Error ? error.message : String(error);
  output.note(error instanceof BadUse ? what : `Something went wrong: ${what} Nothing is half-done. Try again.`);
  if (output.json) output.result({ problem: { code: error instanceof BadUse ? 'badUse' : 'internal', what } }, []);
  return 2;
}
