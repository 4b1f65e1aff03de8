/** Editing a column mapping: which column says what. The mapping goes field → column; people read it column → field. */
import type { ImportAnswers } from '#shared/contract/imports.ts';
import { roleOf } from '#shared/domain/systems.ts';

export type Mapping = NonNullable<ImportAnswers['mapping']>;

/** Role of a column: a field name, `nativeId`, `alias`, or null for a column that is kept but not read. */
export type ColumnRole = string | null;

export function roleOfColumn(mapping: Mapping, column: string): ColumnRole {
  const field = Object.entries(mapping.fields).find(([, header]) => header === column)?.[0];
  if (field !== undefined) return field;
  return mapping.aliases.includes(column) ? 'alias' : null;
}

/** Gives a column a role. A field has one column: it leaves the one it had. */
export function assignRole(mapping: Mapping, column: string, role: ColumnRole): Mapping {
  const fields = Object.fromEntries(
    Object.entries(mapping.fields).filter(([field, header]) => header !== column && field !== role),
  );
  const aliases = mapping.aliases.filter((header) => header !== column);
  if (role === 'alias') aliases.push(column);
  else if (role !== null) fields[role] = column;
  return { ...mapping, fields, aliases };
}

/** What a mapping still lacks before a file can be read with it, in words; empty when it will do. */
export function missingFrom(mapping: Mapping): string[] {
  const missing: string[] = [];
  if (mapping.name.trim() === '') missing.push('a name');
  const needsAmount = roleOf(mapping.type) !== 'context';
  if (needsAmount && mapping.fields.total === undefined && mapping.fields.amount === undefined)
    missing.push('a column with the amount');
  return missing;
}
