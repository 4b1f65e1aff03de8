import { FIGURES } from './positions.ts';
import type { Score } from './score.ts';

/** The score in words and columns, for a terminal. */
export function reportOf(score: Score): string {
  const { clusters } = score;
  const { joined, bCubed, apart, ties, proposals } = clusters;
  const lines = [
    'Clusters',
    row('true / result / exactly equal', `${clusters.trueClusters} / ${clusters.resultClusters} / ${clusters.exactClusters}`),
    row(
      'joined pairs: precision',
      `${share(joined.precision)}   recall ${share(joined.recall)}   F1 ${share(joined.f1)}   (${joined.rightPairs} right of ${joined.joinedPairs}, ${joined.truePairs} true)`,
    ),
    row('B-cubed: precision', `${share(bCubed.precision)}   recall ${share(bCubed.recall)}   F1 ${share(bCubed.f1)}`),
    row(
      'recall, joined + proposed',
      `${share(clusters.recallWithProposals)}   (${proposals.right} right of ${proposals.count} proposals)`,
    ),
    row('must-stay-apart pairs joined', `${apart.joined} of ${apart.pairs}${byTrap(apart.joinedByTrap)}`),
    row('ties: taken / proposed / all', `${ties.taken} / ${ties.proposed} / ${ties.ties}`),
  ];
  if (score.unknownMembers > 0) lines.push(row('members unknown to the truth', String(score.unknownMembers)));
  if (score.links) lines.push('', ...linkTable(score.links));
  if (score.positions) lines.push('', ...positionTable(score.positions));
  if (score.exceptions) lines.push('', ...exceptionTable(score.exceptions));
  return `${lines.join('\n')}\n`;
}

function linkTable(links: NonNullable<Score['links']>): string[] {
  const head = columns(['Links', 'true', 'linked', 'precision', 'recall', '+ proposed', 'ambiguous taken', 'unknown']);
  return [
    head,
    ...links.map((link) =>
      columns([
        link.kind,
        String(link.wanted),
        String(link.linked),
        share(link.precision),
        share(link.recall),
        share(link.recallWithProposals),
        String(link.ambiguousTaken),
        String(link.unknown),
      ]),
    ),
  ];
}

function positionTable(positions: NonNullable<Score['positions']>): string[] {
  const { asked, exact, wholeExact, othersExplained } = positions;
  return [
    columns(['Positions', 'asked', 'exact', 'share']),
    ...FIGURES.map((figure) =>
      columns([figure.replace(/Minor$/, ''), String(asked), String(exact[figure] ?? 0), share((exact[figure] ?? 0) / asked)]),
    ),
    columns(['all but booked', String(asked), String(wholeExact), share(wholeExact / asked)]),
    columns(['others, explained', String(asked - wholeExact), String(othersExplained), '']),
  ];
}

function exceptionTable(exceptions: NonNullable<Score['exceptions']>): string[] {
  const head = columns(['Exceptions', 'true', 'raised', 'precision', 'recall']);
  return [
    head,
    ...exceptions.map((entry) =>
      columns([entry.reason, String(entry.wanted), String(entry.raised), share(entry.precision), share(entry.recall)]),
    ),
  ];
}

function byTrap(joined: Readonly<Record<string, number>>): string {
  const parts = Object.entries(joined).map(([trap, count]) => `trap ${trap}: ${count}`);
  return parts.length === 0 ? '' : `   (${parts.join(', ')})`;
}

/** Rounded down, so that 0.99996 never reads 1. */
function share(value: number | null): string {
  return value === null ? '-' : (Math.floor(value * 10_000 + 1e-9) / 10_000).toFixed(4);
}

function row(label: string, value: string): string {
  return `  ${label.padEnd(30)} ${value}`;
}

function columns(values: readonly string[]): string {
  return values.map((value, i) => (i === 0 ? value.padEnd(32) : value.padStart(11))).join(' ');
}
