/** The command line: a third host over the same app thread. Starts it, does one thing, ends. */
import '../require-node.mjs';

const { run } = await import('./run.ts');
process.exitCode = await run(process.argv.slice(2));
