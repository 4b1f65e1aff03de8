/** The log entry of an automatic reconciliation: it speaks for all links by a Merkle root. The fields are in `docs/log-format.md`. */
import type { LogDraft } from '#shared/domain/change-log.ts';
import { isoUtc } from '#shared/domain/instant.ts';

export interface MoneyRunFacts {
  readonly runId: number;
  readonly policyVersion: string;
  /** UTC ms. */
  readonly asOfMs: number;
  readonly linkCount: number;
  /** Root over the set of the links' lines (`SetRoot`, `moneyLinkLine`), hex. */
  readonly linksRoot: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** How the root was made. Entries without the mark have the older one: over stretches of `LINKS_PER_LEAF` lines, in order. */
export const LINKS_TREE = 'set-1';
/** Lines of one leaf of the older root, each with a line feed behind it. */
export const LINKS_PER_LEAF = 1000;

export interface MoneyLinkLine {
  readonly kind: string;
  /** Key texts. */
  readonly from: string;
  readonly to: string;
  readonly linked: boolean;
  readonly permille: number;
  readonly amountMinor: number;
  readonly currency: string;
}

/** A link as a line of a leaf. Key texts hold no tab: JSON writes it as `\t`. */
export function moneyLinkLine({ kind, from, to, linked, permille, amountMinor, currency }: MoneyLinkLine): string {
  return `${kind}\t${from}\t${to}\t${linked ? 'linked' : 'proposed'}\t${permille}\t${amountMinor}\t${currency}\n`;
}

export function moneyRun(run: MoneyRunFacts): LogDraft {
  return {
    action: 'money.run',
    subjects: [`moneyRun:${run.runId}`],
    after: {
      policy: run.policyVersion,
      asOf: isoUtc(run.asOfMs),
      links: String(run.linkCount),
      root: run.linksRoot,
      tree: LINKS_TREE,
      counts: Object.fromEntries(Object.entries(run.counts).map(([name, count]) => [name, String(count)])),
    },
  };
}
