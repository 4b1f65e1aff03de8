import { BadUse, readArguments, USAGE } from './arguments.ts';
import { matchCsv } from './match-csv.ts';
import { createOutput, type Output, problemText } from './output.ts';
import { Interrupted, Refused } from './refused.ts';

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
    // No book is involved: no app thread, and nothing of it is loaded.
    if (asked.command.name === 'match-csv') return await matchCsv(asked.command, output);
    const { withApp } = await import('./with-app.ts');
    return await withApp(asked.command, output);
  } catch (error) {
    return explain(error, output);
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
