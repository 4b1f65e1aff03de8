/** An id that leaves the book is pinned: the order that holds its record goes on showing it, whatever is merged into it later. */
import { setImmediate } from 'node:timers/promises';
import { idsPinned, type PinnedId, pinLeafText } from '#core/changes/commitments.ts';
import { MerkleTree } from '#core/changes/merkle.ts';
import type { ExportKind } from '#shared/contract/exports.ts';
import { readHeads } from '#store/queries/orders.ts';
import { insertPins, unpinnedIds } from '#store/queries/pins.ts';
import { type CommandScope, runCommand } from '../command.ts';
import type { WriterContext } from '../context.ts';
import { deriveRecords } from '../derive.ts';
import { sha256 } from '../sha256.ts';

/** Pins in one change: some 20 ms. */
const CHUNK = 500;

/** Pins the ids of these orders' heads, a stretch to a change, each with one entry in the log. */
export async function pinIds(
  context: WriterContext,
  what: ExportKind,
  headIds: readonly number[],
  signal: AbortSignal,
): Promise<void> {
  const exportId = context.ports.newId();
  for (let at = 0; at < headIds.length; at += CHUNK) {
    signal.throwIfAborted();
    const ids = headIds.slice(at, at + CHUNK);
    runCommand(context, { commandId: `pin-${exportId}-${at}`, name: 'exports.pin' }, (scope) => pinSome(context, scope, what, ids));
    await setImmediate();
  }
}

function pinSome({ ports }: WriterContext, scope: CommandScope, what: ExportKind, headIds: readonly number[]): null {
  const pins = unpinnedIds(scope.db, headIds);
  if (pins.length === 0) return null;
  insertPins(scope.db, scope, pins);
  // While the file was written another record may have become the head: the id that left comes back.
  const heads = readHeads(
    scope.db,
    pins.map(({ recordId }) => recordId),
  );
  const overtaken = pins.filter(({ recordId }) => heads.get(recordId) !== recordId).map(({ recordId }) => recordId);
  if (overtaken.length > 0) deriveRecords(scope.db, ports, overtaken);
  scope.log(idsPinned(what, pins.length, rootOf(pins)));
  return null;
}

function rootOf(pins: readonly PinnedId[]): string {
  const tree = new MerkleTree(sha256);
  for (const text of pins.map(pinLeafText).sort()) tree.push(sha256(text));
  return Buffer.from(tree.root()).toString('hex');
}
