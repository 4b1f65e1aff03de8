/**
 * One user command = one transaction = one change, with its log entries inside. A command id that was seen before returns the
 * stored result and changes nothing: a resend after a lost connection is the same change. The id of another command is refused.
 */
import type { Problem } from '#shared/contract/procedure.ts';
import type { LogDraft } from '#shared/domain/change-log.ts';
import type { WritableDb } from '#store/database.ts';
import { findCommand, insertCommand } from '#store/queries/commands.ts';
import { bumpDataVersion, readDataVersion } from '#store/queries/settings.ts';
import { appendLog } from './append-log.ts';
import { ProblemError, type WriterContext } from './context.ts';

export interface CommandScope {
  readonly db: WritableDb;
  readonly atMs: number;
  readonly actor: string;
  readonly commandId: string;
  /** Adds entries to this change; they are written in order when the command's body returns. */
  log(draft: LogDraft): void;
}

export interface CommandOutcome<T> {
  readonly value: T;
  readonly seqFirst: number | null;
  readonly seqLast: number | null;
  /** True when this command id was done before and nothing was changed now. */
  readonly repeated: boolean;
}

/** Runs `body` as one change. `actor` defaults to the person at the keyboard. The value must be JSON-safe: it is stored for resends. */
export function runCommand<T>(
  context: WriterContext,
  spec: { readonly commandId: string; readonly name: string; readonly actor?: string },
  body: (scope: CommandScope) => T,
): CommandOutcome<T> {
  const { db, ports } = context;
  const outcome = db
    .transaction((): CommandOutcome<T> => {
      const before = repeatedCommand<T>(context, spec);
      if (before !== null) return before;
      const atMs = ports.clock.nowMs();
      const actor = spec.actor ?? context.actor();
      const drafts: LogDraft[] = [];
      const value = body({ db, atMs, actor, commandId: spec.commandId, log: (draft) => drafts.push(draft) });
      const span = appendLog(db, drafts, {
        actor,
        cause: spec.commandId,
        atMs,
        offsetMinutes: ports.clock.offsetMinutes(atMs),
        sha256: ports.sha256,
      });
      const done: CommandOutcome<T> = { value, seqFirst: span?.seqFirst ?? null, seqLast: span?.seqLast ?? null, repeated: false };
      insertCommand(db, { commandId: spec.commandId, name: spec.name, result: JSON.stringify(done), atMs });
      bumpDataVersion(db);
      return done;
    })
    .immediate();
  if (!outcome.repeated) context.emit({ kind: 'dataChanged', dataVersion: readDataVersion(db) });
  return outcome;
}

/**
 * The outcome of a command that was done before, or null. For commands with work to do ahead of their transaction. Throws a
 * ProblemError when the id was another command's.
 */
export function repeatedCommand<T>(
  { db }: WriterContext,
  spec: { readonly commandId: string; readonly name: string },
): CommandOutcome<T> | null {
  const before = findCommand(db, spec.commandId);
  if (before === null) return null;
  if (before.name !== spec.name) throw new ProblemError(reused(spec.commandId, before.name));
  return { ...(JSON.parse(before.result) as CommandOutcome<T>), repeated: true };
}

function reused(commandId: string, name: string): Problem {
  return {
    code: 'commandReused',
    what: `The command id ${commandId} was used before, for ${name}, so this change was not made.`,
    safe: 'What was done under that id stands. Nothing was changed now.',
    todo: 'Make the change again: every change needs an id of its own.',
  };
}
