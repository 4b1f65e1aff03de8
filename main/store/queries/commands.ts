/** Commands that were done, by the id their client made: a resend finds its result here. */
import type { ReadableDb, WritableDb } from '../database.ts';

/** What was done under an id: the command's name and its result (JSON text). Null when it was never done. */
export function findCommand(db: ReadableDb, commandId: string): { readonly name: string; readonly result: string } | null {
  return (
    db
      .prepare<[string], { name: string; result: string }>('SELECT name, result FROM commands WHERE command_id = ?')
      .get(commandId) ?? null
  );
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
