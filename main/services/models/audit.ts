/** Links of the machine that a person looks at, drawn by lot, and how often it is right. */
import { audited, lotOf } from '#core/learning/sample.ts';
import type { models } from '#shared/contract/models.ts';
import type { Problem, Receipt } from '#shared/contract/procedure.ts';
import { keyText } from '#shared/domain/source-record.ts';
import type { ReadableDb } from '#store/database.ts';
import { insertDecision, keyOfRow } from '#store/queries/decisions.ts';
import { countJoined, readKey, readPairsOf, readVerdicts, walkJoinedLinks } from '#store/queries/labels.ts';
import { readRuns } from '#store/queries/models.ts';
import type { ReaderContext, WriterContext } from '../context.ts';
import type { InputOf, OutputOf } from '../handlers.ts';
import { recentResults } from '../recent-results.ts';
import { decide } from '../review/decide.ts';
import { evidenceOf } from '../review/evidence.ts';
import { modelInForce } from './adopted.ts';
import { briefsOf } from './brief.ts';
import { problems } from './problems.ts';

/** Links drawn at once, and those shown to look at next. */
const DRAWN = 400;
const SHOWN = 12;

type Link = readonly [leftId: number, rightId: number];

const draws = recentResults<readonly Link[]>(2);

export function audit({ db, ports }: ReaderContext): OutputOf<typeof models.audit> {
  const verdicts = readVerdicts(db);
  const standing = stillJoined(
    db,
    verdicts.map(({ leftId, rightId }) => [leftId, rightId]),
  );
  const counted = verdicts.filter(({ leftId, rightId }) => standing.has(`${leftId} ${rightId}`));
  return {
    joined: countJoined(db),
    ...audited(counted.map(({ verdict }) => verdict)),
    next: nextLinks(db, new Set(verdicts.map(({ leftId, rightId }) => `${leftId} ${rightId}`)), ports.sha256),
  };
}

/**
 * Which of these the machine still joins. A link that was found wrong and then taken apart by a person goes on counting: it is the
 * machine's work that is judged.
 */
function stillJoined(db: ReadableDb, links: readonly Link[]): Set<string> {
  return new Set(
    readPairsOf(db, links)
      .filter(({ state, cause }) => state === 'joined' || cause === 'person' || cause === 'one_sale')
      .map(({ leftId, rightId }) => `${leftId} ${rightId}`),
  );
}

function nextLinks(
  db: ReadableDb,
  judged: ReadonlySet<string>,
  sha256: ReaderContext['ports']['sha256'],
): OutputOf<typeof models.audit>['next'] {
  const [run] = readRuns(db, 1);
  const drawn = draws.of([db.name, run?.runId ?? 0, judged.size >= DRAWN ? judged.size : 0], () => draw(db, DRAWN + judged.size));
  const open = drawn.filter(([left, right]) => !judged.has(`${left} ${right}`));
  const pairs = readPairsOf(db, open)
    .filter(({ state }) => state === 'joined')
    .slice(0, SHOWN);
  const evidence = evidenceOf(db, pairs, run?.modelVersion ?? null, sha256);
  const briefs = briefsOf(
    db,
    pairs.flatMap(({ leftId, rightId }) => [leftId, rightId]),
    sha256,
  );
  return pairs.flatMap(({ leftId, rightId }, at) => {
    const [left, right] = [briefs.get(leftId), briefs.get(rightId)];
    return left === undefined || right === undefined ? [] : [{ left, right, evidence: evidence[at] ?? null }];
  });
}

/** The links with the lowest lots, ascending. */
function draw(db: ReadableDb, count: number): Link[] {
  const lowest: { lot: number; link: Link }[] = [];
  const trim = (): void => {
    lowest.sort((a, b) => a.lot - b.lot || a.link[0] - b.link[0]);
    lowest.length = Math.min(lowest.length, count);
  };
  let bar = Number.POSITIVE_INFINITY;
  for (const { leftId, rightId, left, right } of walkJoinedLinks(db)) {
    const lot = lotOf(keyText(keyOfRow(left)), keyText(keyOfRow(right)));
    if (lot >= bar) continue;
    lowest.push({ lot, link: [leftId, rightId] });
    if (lowest.length < 2 * count) continue;
    trim();
    bar = lowest.at(-1)?.lot ?? bar;
  }
  trim();
  return lowest.map(({ link }) => link);
}

const VERDICT_WORDS = { right: 'Right: they are one sale', wrong: 'Wrong: they are not one sale', unsure: 'Left open' } as const;

export function judge(context: WriterContext, input: InputOf<typeof models.judge>): Receipt | Problem {
  const { commandId, verdict } = input;
  return decide(context, { commandId, name: 'models.judge' }, (scope) => {
    const [leftId, rightId] = [input.leftRecordId, input.rightRecordId].sort((a, b) => a - b) as [number, number];
    const [pair] = readPairsOf(scope.db, [[leftId, rightId]]);
    const [left, right] = [readKey(scope.db, leftId), readKey(scope.db, rightId)];
    if (pair?.state !== 'joined' || left === null || right === null) throw problems.notALink();
    const { version } = modelInForce(scope.db, context.ports.sha256);
    const decisionId = insertDecision(scope.db, {
      commandId,
      actor: scope.actor,
      atMs: scope.atMs,
      body: { kind: 'audit', pair: [left, right], verdict, modelVersion: version },
      reasonCode: null,
      reasonText: null,
    });
    scope.log({
      action: 'link.audited',
      subjects: [left, right].map(keyText),
      before: null,
      after: { verdict, model: version },
    });
    return { message: VERDICT_WORDS[verdict], decisionId };
  });
}
