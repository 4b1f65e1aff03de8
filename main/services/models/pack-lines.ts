/** The book's models as lines of an audit pack: what a version in the log stands for. */
import type { ReadableDb } from '#store/database.ts';
import { readModels } from '#store/queries/models.ts';
import { sha256 } from '../sha256.ts';
import { engineOfRow, modelInForce } from './adopted.ts';
import { originOf } from './origin.ts';

/**
 * One line a model, the first first. `hashed` is the very text whose SHA-256 is the version (first 12 characters of it in base 32, after
 * the `@`): specification and model. It is null for a model made for an earlier specification, which nothing is weighed by.
 */
export function* modelLines(db: ReadableDb): Generator<string> {
  const inForce = modelInForce(db, sha256);
  for (const row of readModels(db).toReversed()) {
    const engine = engineOfRow(row, sha256);
    yield JSON.stringify({
      version: row.version,
      number: String(row.number),
      inForce: row.version === inForce.version,
      origin: originOf(row.origin).kind,
      actor: row.actor,
      hashed: engine === null ? null : JSON.stringify([engine.spec, engine.model]),
    });
  }
}
