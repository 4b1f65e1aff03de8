/**
 * Log entries that speak for more than themselves: an import or a run is one entry, whose `after.root` is a Merkle root over all it
 * brought. A verifier recomputes the root from the data; the fields are in `docs/log-format.md`.
 */
import type { LogDraft } from '#shared/domain/change-log.ts';
import { keyText, type RecordKey } from '#shared/domain/source-record.ts';

export interface ImportedBatch {
  readonly batchId: number;
  readonly fileName: string;
  /** SHA-256 of the whole file, hex. */
  readonly fileSha256: string;
  /** Of a sheet, whose text is the file: SHA-256 of its workbook, hex, and its name. */
  readonly sheet?: { readonly workbookSha256: string; readonly name: string };
  /** Records as they lie in the file, one leaf each: their number. */
  readonly recordCount: number;
  /** Merkle root over the payload hashes of the batch's records, in file order (line, then byte offset, then length), hex. */
  readonly recordsRoot: string;
  /** As the preview showed them. */
  readonly counts: Readonly<Record<string, number>>;
  /** Currency → minor units as text. */
  readonly controlTotals: Readonly<Record<string, string>>;
}

/** The one entry of an import. */
export function importPublished(batch: ImportedBatch): LogDraft {
  return {
    action: 'import.published',
    subjects: [`batch:${batch.batchId}`],
    after: {
      file: batch.fileSha256,
      fileName: batch.fileName,
      ...(batch.sheet === undefined ? {} : { workbook: batch.sheet.workbookSha256, sheet: batch.sheet.name }),
      records: String(batch.recordCount),
      root: batch.recordsRoot,
      counts: digits(batch.counts),
      totals: { ...batch.controlTotals },
    },
  };
}

export interface MatchRunFacts {
  readonly runId: number;
  readonly modelVersion: string;
  readonly linkCount: number;
  /** Merkle root over `linkLeafText` of the stored pairs, in order of these texts, hex. */
  readonly linksRoot: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** The one entry of an automatic matching run. */
export function matchRun(run: MatchRunFacts): LogDraft {
  return {
    action: 'match.run',
    subjects: [`run:${run.runId}`],
    after: {
      model: run.modelVersion,
      links: String(run.linkCount),
      root: run.linksRoot,
      counts: digits(run.counts),
    },
  };
}

export interface LinkLeaf {
  readonly left: RecordKey;
  readonly right: RecordKey;
  readonly state: string;
  readonly rule: string;
  readonly scoreMillibits: number;
}

/** The text of a pair whose SHA-256 is a leaf of a run's root. The pair's lesser key comes first, whatever the row ids are. */
export function linkLeafText(link: LinkLeaf): string {
  const [first, second] = [keyText(link.left), keyText(link.right)].sort();
  return JSON.stringify([first, second, link.state, link.rule, String(link.scoreMillibits)]);
}

export interface PinnedId {
  readonly key: RecordKey;
  readonly canonicalId: string;
}

/** The one entry for ids that left the book with an export and are pinned from here on. `root`: over `pinLeafText`, in order of these texts, hex. */
export function idsPinned(what: string, count: number, root: string): LogDraft {
  return { action: 'ids.pinned', subjects: [`export:${what}`], after: { ids: String(count), root } };
}

/** The text of a pin whose SHA-256 is a leaf of its entry's root. */
export function pinLeafText({ key, canonicalId }: PinnedId): string {
  return JSON.stringify([keyText(key), canonicalId]);
}

function digits(counts: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)]));
}
