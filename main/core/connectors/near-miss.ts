/** A header that is a known layout but for one column: the vendor renamed it, or it was left out. Said by name, so that nobody maps blindly. */
import type { RecordType, System } from '#shared/domain/systems.ts';
import { Columns } from './csv/header.ts';
import type { CsvLayout } from './csv/layout.ts';

/** Layouts with fewer marks are too easily missed by one. */
const FEWEST_MARKS = 6;

export interface NearMiss {
  /** "Shopify payouts CSV without its column “Total” (renamed?)", for screens. */
  readonly label: string;
  readonly system: System;
  readonly type: RecordType;
  /** The column as the layout first names it. */
  readonly missing: string;
}

/** The layout that the header misses by one column; of several the one that explains most of it. */
export function nearMiss(header: readonly string[], layouts: readonly CsvLayout[]): NearMiss | null {
  const columns = new Columns(header);
  let best: { readonly layout: CsvLayout; readonly missing: string } | null = null;
  for (const layout of layouts) {
    const { signature } = layout;
    if (signature.length < FEWEST_MARKS || layout.without?.some((names) => columns.has(names)) === true) continue;
    const missing = signature.filter((names) => !columns.has(names));
    if (missing.length !== 1 || (best !== null && signature.length <= best.layout.signature.length)) continue;
    best = { layout, missing: missing[0]?.[0] ?? '' };
  }
  const type = best?.layout.types[0];
  if (best === null || type === undefined) return null;
  const { layout, missing } = best;
  return { label: `${layout.label} without its column “${missing}” (renamed?)`, system: layout.system, type, missing };
}
