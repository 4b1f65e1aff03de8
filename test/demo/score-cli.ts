import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { lineSource } from './score/files.ts';
import { reportOf } from './score/report.ts';
import { score } from './score/score.ts';

const USAGE =
  'usage: npm run score -- [--json] TRUTH RESULTS   (folders with orders.jsonl, links.jsonl, ...; TRUTH may also be one file of orders)';

/** Scores exported results against a truth. Exit 2 where a path is missing or a file cannot be read as such. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
  const [truth, results] = positionals;
  const missing = positionals.find((path) => !existsSync(path));
  if (truth === undefined || results === undefined || missing !== undefined) {
    process.stderr.write(missing === undefined ? `${USAGE}\n` : `nothing at ${missing}\n${USAGE}\n`);
    return 2;
  }
  try {
    const result = await score(lineSource(truth), lineSource(results));
    process.stdout.write(values.json ? `${JSON.stringify(result, null, 2)}\n` : reportOf(result));
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

process.exitCode = await main();
