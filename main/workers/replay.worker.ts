/** The replaying thread: one model, one look at the whole book. It writes nothing. */
import { engineOfRow, modelInForce } from '#main/services/models/adopted.ts';
import { problems } from '#main/services/models/problems.ts';
import { replay } from '#main/services/models/replay.ts';
import { packReplay } from '#main/services/models/replay-kept.ts';
import type { ReplayStart } from '#main/services/models/thread-messages.ts';
import { readModel } from '#store/queries/models.ts';
import { answer, type Stages } from './model-thread.ts';

const STAGES: Stages = {
  load: { from: 0, to: 0.2, words: 'Reading records' },
  references: { from: 0.2, to: 0.3, words: 'Following references' },
  compare: { from: 0.3, to: 0.6, words: 'Comparing records' },
  decide: { from: 0.6, to: 0.7, words: 'Weighing answers' },
  store: { from: 0.7, to: 1, words: 'Counting what changes' },
};

await answer(STAGES, ({ version }: ReplayStart, { db, sha256, pace }) => {
  const row = readModel(db, version);
  if (row === null) throw problems.unknownModel(version);
  const engine = engineOfRow(row, sha256);
  if (engine === null) throw problems.unusableModel();
  return packReplay(replay({ db, engine, inForce: modelInForce(db, sha256).engine, pace }));
});
