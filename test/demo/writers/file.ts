import { inChunks } from '../base/delimited.ts';
import type { SourceRecord } from '../world/model.ts';

/** One export file. `chunks` may be read more than once and gives the same text each time. */
export interface DemoFile {
  readonly name: string;
  readonly system: string;
  readonly account: string;
  /** What the file is, in words: `orders`, `payouts`, `settlement` ... */
  readonly kind: string;
  readonly chunks: () => Iterable<string>;
}

export function demoFile(
  name: string,
  of: { readonly system: string; readonly account: string },
  kind: string,
  lines: () => Iterable<string>,
): DemoFile {
  return { name, system: of.system, account: of.account, kind, chunks: () => inChunks(lines()) };
}

/** Names rows that have no id of their own by file and line; `firstLine` is the line after the header. */
export function nameByLine(file: string, records: readonly SourceRecord[], firstLine = 2): void {
  for (const [i, record] of records.entries()) {
    const place = `${file}:${firstLine + i}`;
    if (record.nativeId === '') record.nativeId = place;
    else record.aliases.push(place);
  }
}
