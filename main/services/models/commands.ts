/** Preparing models and putting one in force. Only the last changes anything, and a decision takes it back. */
import { calibrate, gathered } from '#core/learning/calibrate.ts';
import { changesBetween } from '#core/learning/diff.ts';
import { type Engine, engineOf } from '#core/matching/orders/model.ts';
import type { models } from '#shared/contract/models.ts';
import type { Problem, Receipt } from '#shared/contract/procedure.ts';
import { insertDecision } from '#store/queries/decisions.ts';
import { readModel } from '#store/queries/models.ts';
import { type CommandScope, runCommand } from '../command.ts';
import { ProblemError, type WriterContext } from '../context.ts';
import type { InputOf, OutputOf } from '../handlers.ts';
import { startMatching } from '../matching/index.ts';
import { decide } from '../review/decide.ts';
import { engineOfRow, modelInForce } from './adopted.ts';
import { readAnswered } from './answers.ts';
import type { ModelOrigin } from './origin.ts';
import { ANSWERS_NEEDED } from './overview.ts';
import { type KeptModel, keepInForce, keepModel } from './prepare.ts';
import { problems } from './problems.ts';

type Prepared = OutputOf<typeof models.prepareLearnt>;

/** Weights calibrated on people's answers, from the model in force. */
export function prepareLearnt(context: WriterContext, { commandId }: InputOf<typeof models.prepareLearnt>): Prepared {
  return prepare(context, { commandId, name: 'models.prepareLearnt' }, ({ db }) => {
    const { engine, version } = modelInForce(db, context.ports.sha256);
    const { answered, decisions } = readAnswered(db, engine.model.margin);
    if (decisions.size < ANSWERS_NEEDED) throw problems.tooFewAnswers(decisions.size, ANSWERS_NEEDED);
    const learnt = engineOf(engine.spec, calibrate(engine, gathered(answered)));
    if (changesBetween(engine.spec, engine.model, learnt.model).length === 0) throw problems.nothingToLearn();
    const said = (verdict: 'together' | 'apart'): number =>
      new Set(answered.filter(({ label }) => label.verdict === verdict).map(({ decisionId }) => decisionId)).size;
    const origin: ModelOrigin = {
      kind: 'learnt',
      from: version,
      decisions: decisions.size,
      together: said('together'),
      apart: said('apart'),
      throughDecisionId: Math.max(...decisions),
    };
    return { engine: learnt, origin };
  });
}

/** The model in force with other thresholds. */
export function prepareThresholds(context: WriterContext, input: InputOf<typeof models.prepareThresholds>): Prepared {
  const { commandId, joinAt, joinNamedAt, proposeAt } = input;
  return prepare(context, { commandId, name: 'models.prepareThresholds' }, ({ db }) => {
    const { engine, version } = modelInForce(db, context.ports.sha256);
    if (proposeAt > Math.min(joinAt, joinNamedAt)) throw problems.badThresholds();
    const { model } = engine;
    if (model.joinAt === joinAt && model.joinNamedAt === joinNamedAt && model.proposeAt === proposeAt) {
      throw problems.sameThresholds();
    }
    return {
      engine: engineOf(engine.spec, { ...model, joinAt, joinNamedAt, proposeAt }),
      origin: { kind: 'thresholds', from: version },
    };
  });
}

/** Keeps a prepared model; used by whatever makes one. */
export function prepare(
  context: WriterContext,
  spec: { readonly commandId: string; readonly name: string },
  make: (scope: CommandScope) => { readonly engine: Engine; readonly origin: ModelOrigin },
): Prepared {
  try {
    const { value, seqFirst, seqLast } = runCommand(context, spec, (scope): KeptModel => {
      const { engine, origin } = make(scope);
      const by = { ports: context.ports, actor: scope.actor, atMs: scope.atMs };
      keepInForce(scope.db, modelInForce(scope.db, context.ports.sha256), by);
      const kept = keepModel(scope.db, engine, origin, by);
      scope.log({
        action: 'model.prepared',
        subjects: [`model:${kept.version}`],
        before: null,
        after: { number: String(kept.number), origin: origin.kind },
      });
      return kept;
    });
    return {
      commandId: spec.commandId,
      message: `Model ${value.number} is prepared. Nothing changes until you adopt it`,
      seqFirst,
      seqLast,
      decisionId: null,
      batchId: null,
      version: value.version,
      number: value.number,
    };
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
}

/** What a back-test of the model said, if it was tried on the book as it is: the log then shows what was known when it was adopted. */
export interface Tried {
  readonly joined: number;
  readonly parted: number;
  readonly disagreements: number;
}

/** From here on evidence is weighed by this model; a run starts at once. */
export function adopt(context: WriterContext, input: InputOf<typeof models.adopt>, tried: Tried | null): Receipt | Problem {
  const { commandId, version, reasonText } = input;
  const receipt = decide(context, { commandId, name: 'models.adopt' }, (scope) => {
    const row = readModel(scope.db, version);
    if (row === null) throw problems.unknownModel(version);
    if (engineOfRow(row, context.ports.sha256) === null) throw problems.unusableModel();
    const before = modelInForce(scope.db, context.ports.sha256);
    if (before.version === version) throw problems.inForce();
    const why = reasonText === null || reasonText.trim() === '' ? null : reasonText.trim();
    const decisionId = insertDecision(scope.db, {
      commandId,
      actor: scope.actor,
      atMs: scope.atMs,
      body: { kind: 'adopt_model', modelVersion: version },
      reasonCode: null,
      reasonText: why,
    });
    scope.log({
      action: 'model.adopted',
      subjects: [`model:${version}`],
      before: { model: before.version },
      after: { model: version, number: String(row.number), tried: tried === null ? null : triedText(tried) },
      why: why === null ? null : { code: 'other', text: why },
    });
    return { message: `Model ${row.number} is in force: all pairs are weighed anew`, decisionId };
  });
  if ('commandId' in receipt) startMatching(context);
  return receipt;
}

function triedText({ joined, parted, disagreements }: Tried): { joined: string; parted: string; againstPeople: string } {
  return { joined: String(joined), parted: String(parted), againstPeople: String(disagreements) };
}
