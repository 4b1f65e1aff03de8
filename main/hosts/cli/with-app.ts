/** Commands about a book: over the same app thread as a window. */
import { type CliApp, startApp } from './app.ts';
import type { Asked } from './arguments.ts';
import { match, rebuild, status } from './book.ts';
import { demo } from './demo.ts';
import type { ExitCode } from './exit-code.ts';
import { exportFile } from './export.ts';
import { importFiles } from './import.ts';
import { models } from './models.ts';
import type { Output } from './output.ts';
import { reconcile } from './reconcile.ts';
import { Interrupted } from './refused.ts';
import { verify } from './verify.ts';

/** Everything that is about a book. */
type BookCommand = Exclude<Asked['command'], { name: 'match-csv' }>;

/** Starts the app thread, does what is asked, ends. */
export async function withApp(command: BookCommand, output: Output): Promise<number> {
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
