/** Commands that were done, by the id their client made: a resend finds its result here. */
import type { ReadableDb, WritableDb } from '../database.ts';

/** The stored result (JSON text) of a command, or null when it was never done. */
export function findCommandResult(db: ReadableDb, commandId: string): string | null {
  return db.prepare<[string], string>('SELECT result FROM commands WHERE command_id = ?').pluck().get(commandId) ?? null;
}

export function insertCommand(
  db: WritableDb,
  command: { readonly commandId: string; readonly name: string; readonly result: string; readonly atMs: number },
): void {
  db.prepare('INSERT INTO commands (command_id, name, result, at_ms) VALUES (?, ?, ?, ?)').run(
    command.commandId,
    command.name,
    command.result,
    command.atMs,
  );
}
