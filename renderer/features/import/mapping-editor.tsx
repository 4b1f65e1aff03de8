import { useState } from 'react';
import { FIELD_GROUPS, FIELD_NAMES, fieldSpec } from '#shared/domain/fields.ts';
import { RECORD_TYPES, SYSTEM_LABELS, SYSTEMS } from '#shared/domain/systems.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { assignRole, type Mapping, missingFrom, roleOfColumn } from './mapping-draft.ts';

const GROUP_LABELS: Readonly<Record<string, string>> = {
  identity: 'Identity',
  terms: 'Commercial terms',
  items: 'Line items',
  delivery: 'Delivery',
  money: 'Money',
};

/** Says once what each column of a header set means; kept for every later file with the same header. */
export function MappingEditor({
  suggested,
  header,
  sampleRows,
  onDone,
}: {
  suggested: Mapping;
  header: readonly string[];
  sampleRows: readonly (readonly string[])[];
  onDone: (mapping: Mapping) => void;
}) {
  const [mapping, setMapping] = useState(suggested);
  const missing = missingFrom(mapping);
  return (
    <div className="mapping">
      <div className="mapping-about">
        <Field label="Name of this layout">
          {(slots) => (
            <input
              {...slots}
              className="input"
              value={mapping.name}
              onChange={(event) => setMapping({ ...mapping, name: event.target.value })}
            />
          )}
        </Field>
        <Field label="It comes from">
          {(slots) => (
            <select
              {...slots}
              className="input"
              value={mapping.system}
              onChange={(event) => setMapping({ ...mapping, system: SYSTEMS.find((name) => name === event.target.value) ?? 'csv' })}
            >
              {SYSTEMS.map((system) => (
                <option key={system} value={system}>
                  {SYSTEM_LABELS[system].name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Each row is">
          {(slots) => (
            <select
              {...slots}
              className="input"
              value={mapping.type}
              onChange={(event) =>
                setMapping({ ...mapping, type: RECORD_TYPES.find((name) => name === event.target.value) ?? 'order' })
              }
            >
              {RECORD_TYPES.map((type) => (
                <option key={type} value={type}>
                  {type.replaceAll('_', ' ')}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">In the file</th>
            <th scope="col">Means</th>
          </tr>
        </thead>
        <tbody>
          {header.map((column, i) => (
            <tr key={column}>
              <th scope="row">{column}</th>
              <td className="mapping-sample mono">{samplesOf(sampleRows, i)}</td>
              <td>
                <select
                  className="input"
                  aria-label={`What ${column} means`}
                  value={roleOfColumn(mapping, column) ?? ''}
                  onChange={(event) =>
                    setMapping(assignRole(mapping, column, event.target.value === '' ? null : event.target.value))
                  }
                >
                  <option value="">kept, not read</option>
                  <option value="nativeId">Its id in the source</option>
                  <option value="alias">A further id</option>
                  {FIELD_GROUPS.map((group) => (
                    <optgroup key={group} label={GROUP_LABELS[group] ?? group}>
                      {FIELD_NAMES.filter((field) => fieldSpec(field).group === group).map((field) => (
                        <option key={field} value={field}>
                          {fieldSpec(field).label}
                        </option>
                      ))}
                    </optgroup>
                  ))}
                </select>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="question-acts">
        <Button tone="main" disabled={missing.length > 0} onClick={() => onDone(mapping)}>
          Use this mapping
        </Button>
        {missing.length > 0 && <span className="muted">It still needs {missing.join(' and ')}.</span>}
      </div>
    </div>
  );
}

function samplesOf(rows: readonly (readonly string[])[], column: number): string {
  return rows
    .slice(0, 3)
    .map((row) => row[column] ?? '')
    .filter((value) => value !== '')
    .join(' · ');
}
