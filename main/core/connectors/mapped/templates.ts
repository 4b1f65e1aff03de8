/** Shipped mappings: layouts in which one row is one record, as data. They become an ordinary column mapping of the file at hand. */
import type { FieldName } from '#shared/domain/fields.ts';
import type { RecordType, System } from '#shared/domain/systems.ts';
import type { ColumnMapping } from '../connector.ts';
import { type ColumnNames, Columns } from '../csv/header.ts';

export interface MappingTemplate {
  readonly id: string;
  readonly label: string;
  readonly system: System;
  readonly type: RecordType;
  readonly signature: readonly ColumnNames[];
  readonly without?: readonly ColumnNames[];
  readonly fields: { readonly [F in FieldName | 'nativeId']?: ColumnNames };
  readonly aliases?: ColumnNames;
  readonly identity?: ColumnNames;
}

/** The mapping that a template makes of a header, with the names as the file writes them. */
export function instantiate(template: MappingTemplate, header: readonly string[]): ColumnMapping {
  const columns = new Columns(header);
  const fields: { [F in FieldName | 'nativeId']?: string } = {};
  for (const [field, names] of Object.entries(template.fields)) {
    const index = columns.find(names);
    if (index >= 0) fields[field as FieldName | 'nativeId'] = columns.name(index);
  }
  const named = (names: ColumnNames) => columns.findAll(names).map((index) => columns.name(index));
  return {
    name: template.label,
    system: template.system,
    type: template.type,
    header,
    fields,
    aliases: named(template.aliases ?? []),
    ...(template.identity === undefined ? {} : { identity: named(template.identity) }),
  };
}
