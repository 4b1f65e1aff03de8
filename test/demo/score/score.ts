import { type ClusterScore, ClusterScorer, readTasks, TrueClusters } from './clusters.ts';
import { type ExceptionScore, ExceptionScorer } from './exceptions.ts';
import { entriesOf, type LineSource } from './lines.ts';
import { type LinkScore, LinkScorer } from './links.ts';
import { type PositionScore, PositionScorer } from './positions.ts';
import { RecordIndex, UNKNOWN } from './records.ts';

/** How well results agree with a truth. A part is null where the truth has no file for it. */
export interface Score {
  readonly clusters: ClusterScore;
  readonly links: readonly LinkScore[] | null;
  readonly positions: PositionScore | null;
  readonly exceptions: readonly ExceptionScore[] | null;
  /** Members named by the results' orders that the truth does not know. */
  readonly unknownMembers: number;
}

/**
 * Scores exported results (`orders`, `proposals`, `links`, `exceptions`.jsonl, RESULTS.md) against a truth in the same
 * formats, ours or anybody's. Files are read once, line by line; what is kept grows with the truth, not with the results.
 */
export async function score(truth: LineSource, results: LineSource): Promise<Score> {
  const records = new RecordIndex();
  const clusters = new TrueClusters(records);
  const positions = new PositionScorer();
  for await (const entry of entriesOf(truth, 'orders.jsonl')) {
    const members = entry.records('members').map((record) => records.add(record));
    const held = entry.records('held').map((record) => records.add(record));
    positions.addTruth(clusters.add(members, held), entry);
  }
  const { apart, ties } = await readTasks(truth, records);
  const links = new LinkScorer(clusters);
  await links.readTruth(truth);
  const exceptions = new ExceptionScorer(clusters);
  await exceptions.readTruth(truth);

  const scorer = new ClusterScorer(clusters, apart, ties);
  let unknownMembers = 0;
  for await (const entry of entriesOf(results, 'orders.jsonl')) {
    const entities = entry.records('members').map((record) => records.find(record));
    const known = entities.filter((entity) => entity !== UNKNOWN);
    unknownMembers += entities.length - known.length;
    scorer.addResult(known);
    for (const entity of known) if (clusters.isLead(entity)) positions.addResult(clusters.clusterOf(entity), entry);
  }
  for await (const entry of entriesOf(results, 'proposals.jsonl')) {
    scorer.addProposal(
      entry
        .records('members')
        .map((record) => records.find(record))
        .filter((entity) => entity !== UNKNOWN),
    );
  }
  for await (const entry of entriesOf(results, 'links.jsonl')) links.addResult(entry);
  for await (const entry of entriesOf(results, 'exceptions.jsonl')) {
    for (const cluster of exceptions.addResult(entry)) positions.explain(cluster);
  }
  const positionScore = positions.finish();
  return {
    clusters: scorer.finish(),
    links: truth.lines('links.jsonl') === null ? null : links.finish(),
    positions: positionScore.asked === 0 ? null : positionScore,
    exceptions: truth.lines('exceptions.jsonl') === null ? null : exceptions.finish(),
    unknownMembers,
  };
}
