import type { Facet } from '#shared/contract/procedure.ts';
import './facets.css';
import { type ReactNode, useId } from 'react';
import { formatCount } from './format.ts';

/** One question of a filter: values with their counts, any number ticked. */
export function FacetGroup({
  label,
  facets,
  selected,
  onToggle,
  mark,
}: {
  label: string;
  facets: readonly Facet[];
  selected: readonly string[];
  onToggle: (value: string) => void;
  /** Drawn before a value: a badge, say. */
  mark?: (value: string) => ReactNode;
}) {
  const id = useId();
  if (facets.length === 0) return null;
  return (
    <fieldset className="facets" aria-labelledby={id}>
      <legend id={id}>{label}</legend>
      {facets.map((facet) => (
        <label key={facet.value} className="facet">
          <input type="checkbox" checked={selected.includes(facet.value)} onChange={() => onToggle(facet.value)} />
          {mark?.(facet.value)}
          <span className="facet-label">{facet.label}</span>
          <span className="num faint">{formatCount(facet.count)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Adds a value to a filter, or takes it out. */
export function toggled<T>(values: readonly T[], value: T): T[] {
  return values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
}
