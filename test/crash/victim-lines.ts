/** What the victim says on its standard output, one JSON line each. */
import type { Step } from './script.ts';

export interface Acknowledged {
  readonly step: Step['kind'];
  readonly commandId: string;
  readonly seqFirst: number | null;
  readonly seqLast: number | null;
  /** Of a backup. */
  readonly path: string | null;
}

export type VictimLine = Acknowledged | { readonly done: true } | { readonly failed: string };

/** The whole lines of what was written before the kill; a line that was cut off was never said. */
export function linesOf(output: string): VictimLine[] {
  return output
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as VictimLine);
}
