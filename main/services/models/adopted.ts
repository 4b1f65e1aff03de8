/** The model in force: what the latest standing adoption names, else the one the book was made with. */
import { type Engine, engineOf, type Model, modelVersion } from '#core/matching/orders/model.ts';
import { ORDERS_MODEL } from '#core/matching/orders/shipped-model.ts';
import { ORDERS } from '#core/matching/orders/specification.ts';
import type { Sha256 } from '#shared/domain/ids.ts';
import type { ReadableDb } from '#store/database.ts';
import { type Adoption, type ModelRow, readFirstModel, readModel, readStandingAdoption } from '#store/queries/models.ts';
import { modelBody } from './body.ts';

export interface ModelInForce {
  readonly engine: Engine;
  readonly version: string;
  /** Null before any decision. */
  readonly adoption: Adoption | null;
  /**
   * Version that a decision (or the making of the book) names, where it cannot be used: it was made for an earlier way to compare
   * records, so the shipped model takes its place. Null when all is as decided.
   */
  readonly setAside: string | null;
}

export function modelInForce(db: ReadableDb, sha256: Sha256): ModelInForce {
  const adoption = readStandingAdoption(db);
  const row = adoption === null ? readFirstModel(db) : readModel(db, adoption.modelVersion);
  const engine = row === null ? null : engineOfRow(row, sha256);
  const shipped = shippedEngine();
  return {
    engine: engine ?? shipped,
    version: modelVersion(engine ?? shipped, sha256),
    adoption,
    setAside: engine === null ? (adoption?.modelVersion ?? row?.version ?? null) : null,
  };
}

/** What a run weighs with. */
export function adoptedEngine(db: ReadableDb, sha256: Sha256): Engine {
  return modelInForce(db, sha256).engine;
}

/** The engine that weighed a run, for explaining what it stored; null when it is not known or its levels meant something else. */
export function engineOfVersion(db: ReadableDb, version: string, sha256: Sha256): Engine | null {
  const row = readModel(db, version);
  if (row !== null) return engineOfRow(row, sha256);
  const shipped = shippedEngine();
  return modelVersion(shipped, sha256) === version ? shipped : null;
}

/** Null when specification or model have another shape since: the same weights would then speak of other levels. */
export function engineOfRow(row: Pick<ModelRow, 'version' | 'body'>, sha256: Sha256): Engine | null {
  const body: unknown = JSON.parse(row.body);
  if (!isModel(body) || !fits(body)) return null;
  const engine = engineOf(ORDERS, body);
  return modelVersion(engine, sha256) === row.version ? engine : null;
}

/** Not what the schema makes of it: the order of its members is part of what was hashed. */
function isModel(body: unknown): body is Model {
  return modelBody.safeParse(body).success;
}

/** Whether these weights are of the comparison of orders: one for each of its levels. */
function fits({ specification, weights }: Model): boolean {
  return specification === ORDERS.name && ORDERS.comparisons.every(({ name, levels }) => weights[name]?.length === levels.length);
}

let shipped: Engine | null = null;

/** The model that this version of the app comes with; checked once that model and specification fit. */
export function shippedEngine(): Engine {
  shipped ??= engineOf(ORDERS, ORDERS_MODEL);
  return shipped;
}
