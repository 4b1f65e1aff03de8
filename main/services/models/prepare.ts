/** Adding models to the book. A model that waits there changes nothing until it is adopted. */
import { type Engine, modelVersion } from '#core/matching/orders/model.ts';
import type { Ports } from '#main/app/ports.ts';
import type { WritableDb } from '#store/database.ts';
import { insertModel, readModel } from '#store/queries/models.ts';
import { type ModelInForce, shippedEngine } from './adopted.ts';
import type { ModelOrigin } from './origin.ts';

export interface KeptModel {
  readonly version: string;
  readonly number: number;
}

/** Adds a model; one with the same weights and thresholds that the book knows already keeps its number and origin. */
export function keepModel(
  db: WritableDb,
  engine: Engine,
  origin: ModelOrigin,
  { ports, actor, atMs }: { readonly ports: Pick<Ports, 'sha256'>; readonly actor: string; readonly atMs: number },
): KeptModel {
  const version = modelVersion(engine, ports.sha256);
  const body = JSON.stringify(engine.model);
  const number = insertModel(db, { version, body, origin: JSON.stringify(origin), actor, atMs });
  return { version, number };
}

/**
 * Keeps the model in force where the book does not yet: one that came with a later version of the app than the book. So that it has a
 * number, and can be gone back to.
 */
export function keepInForce(
  db: WritableDb,
  { engine, version }: ModelInForce,
  by: { readonly ports: Pick<Ports, 'sha256'>; readonly actor: string; readonly atMs: number },
): void {
  if (readModel(db, version) === null) keepModel(db, engine, { kind: 'shipped' }, by);
}

/** A new book starts with the model of the version that makes it, and keeps it whatever later versions ship. Returns its version. */
export function keepShippedModel(
  db: WritableDb,
  ports: Pick<Ports, 'sha256'>,
  made: { readonly actor: string; readonly atMs: number },
): string {
  return keepModel(db, shippedEngine(), { kind: 'shipped' }, { ports, ...made }).version;
}
