/** Preparing a model from the book's own records: computed in a thread of its own, kept by one change, adopted by nobody but a person. */
import { type FromBook, LINKS_NEEDED, type Refusal } from '#core/learning/unlabelled/from-book.ts';
import { engineOf, modelVersion } from '#core/matching/orders/model.ts';
import type { models } from '#shared/contract/models.ts';
import { ProblemError, type WriterContext } from '../context.ts';
import type { InputOf } from '../handlers.ts';
import { modelInForce, shippedEngine } from './adopted.ts';
import { prepare } from './commands.ts';
import { problems } from './problems.ts';
import { runThread } from './thread.ts';
import type { ThreadStart } from './thread-messages.ts';

export function startPrepareFromBook(
  context: WriterContext,
  { commandId }: InputOf<typeof models.startPrepareFromBook>,
): { jobId: string } {
  const { bookPath, db, ports } = context;
  const jobId = context.jobs.start({
    kind: 'learn',
    label: "Learning from this book's records",
    canCancel: true,
    run: async (control) => {
      const found = await runThread<FromBook, ThreadStart>('learn', { bookPath }, control);
      if ('refused' in found) throw refusal(found.refused);
      const shipped = shippedEngine();
      const engine = engineOf(shipped.spec, found.model);
      const version = modelVersion(engine, ports.sha256);
      if (modelInForce(db, ports.sha256).version === version) throw problems.sameAsInForce();
      const made = prepare(context, { commandId, name: 'models.prepareFromBook' }, () => ({
        engine,
        origin: { kind: 'book', from: modelVersion(shipped, ports.sha256), rests: found.rests },
      }));
      if (!('version' in made)) throw new ProblemError(made);
      return { version: made.version, number: made.number };
    },
  });
  return { jobId };
}

function refusal(refused: Refusal): ProblemError {
  switch (refused.code) {
    case 'tooFewLinks':
      return problems.tooFewLinks(refused.links, LINKS_NEEDED);
    case 'impossibleOdds':
      return problems.impossibleOdds(refused.oneIn);
    case 'noBetter':
      return problems.noBetter(refused);
    case 'nothingLearnt':
      return problems.nothingLearnt();
  }
}
