/** Saved column mappings: made once for a set of columns, used for every file that has them. */
import type { ColumnMapping } from '#core/connectors/connector.ts';
import { headerKey } from '#core/connectors/csv/header.ts';
import { SHIPPED_MAPPINGS } from '#core/connectors/mapped/shipped.ts';
import { columnMapping } from '#shared/contract/imports.ts';
import type { LogValue } from '#shared/domain/change-log.ts';
import type { ReadableDb } from '#store/database.ts';
import { deleteMapping, listMappings, saveMapping } from '#store/queries/mappings.ts';
import { runCommand } from '../command.ts';
import type { WriterContext } from '../context.ts';

/** A mapping whose shape no longer fits is left out: the file asks for a new one. */
export function savedMappings(db: ReadableDb): ColumnMapping[] {
  return listMappings(db).flatMap((body) => {
    const parsed = columnMapping.safeParse(JSON.parse(body));
    return parsed.success ? [parsed.data] : [];
  });
}

/** The shipped ones, shown with their vendors' own column names. */
export function shippedMappings(): ColumnMapping[] {
  return SHIPPED_MAPPINGS.map(({ label, system, type, signature, fields, aliases }) => {
    const first = Object.entries(fields).map(([field, names]) => [field, names[0] ?? '']);
    const header = new Set([
      ...signature.map((names) => names[0] ?? ''),
      ...first.map(([, name]) => name ?? ''),
      ...(aliases ?? []),
    ]);
    return { name: label, system, type, header: [...header], fields: Object.fromEntries(first), aliases: [...(aliases ?? [])] };
  });
}

export function keepMapping(context: WriterContext, mapping: ColumnMapping): void {
  const key = keyOfHeader(context, mapping.header);
  runCommand(context, { commandId: context.ports.newId(), name: 'imports.saveMapping' }, ({ db, log }) => {
    saveMapping(db, key, mapping.name, JSON.stringify(mapping));
    log({ action: 'mapping.saved', subjects: [`mapping:${key}`], after: logged(mapping) });
  });
}

export function forgetMapping(context: WriterContext, header: readonly string[]): void {
  const key = keyOfHeader(context, header);
  runCommand(context, { commandId: context.ports.newId(), name: 'imports.deleteMapping' }, ({ db, log }) => {
    const body = deleteMapping(db, key);
    if (body !== null) log({ action: 'mapping.deleted', subjects: [`mapping:${key}`], before: JSON.parse(body) as LogValue });
  });
}

/** SHA-256 over the compared names of the columns, in any order, hex. */
function keyOfHeader({ ports }: WriterContext, header: readonly string[]): string {
  const names = header.map(headerKey).filter((name) => name !== '');
  return Buffer.from(ports.sha256(names.sort().join('\n'))).toString('hex');
}

function logged({ name, system, type, header, fields, aliases, identity }: ColumnMapping): LogValue {
  return {
    name,
    system,
    type,
    header: [...header],
    fields: { ...fields },
    aliases: [...aliases],
    identity: identity === undefined ? null : [...identity],
  };
}
