/** What the app thread answers for an open book: the command halves of the areas, and queries about work under way. */
import { bookCommands } from '#main/services/book/index.ts';
import type { WriterContext } from '#main/services/context.ts';
import { exportsCommands } from '#main/services/exports.ts';
import { importsCommands } from '#main/services/imports/index.ts';
import { logCommands } from '#main/services/log.ts';
import { matchingCommands } from '#main/services/matching/commands.ts';
import { modelsCommands } from '#main/services/models/index.ts';
import { inboxCommands, moneyCommands } from '#main/services/money/index.ts';
import { policyCommands } from '#main/services/policy/index.ts';
import { rebuildCommands } from '#main/services/rebuild-job.ts';
import { reviewCommands } from '#main/services/review/index.ts';
import type { ServiceTable } from './service-table.ts';

/** Made anew for each open book: a service may hold state for as long as the book is open. */
export function writerTable(): ServiceTable<WriterContext> {
  return {
    book: { ...bookCommands(), ...rebuildCommands() },
    imports: importsCommands(),
    money: moneyCommands(),
    policy: policyCommands(),
    inbox: inboxCommands(),
    review: { ...reviewCommands(), ...matchingCommands() },
    models: modelsCommands(),
    log: logCommands(),
    exports: exportsCommands(),
  };
}
