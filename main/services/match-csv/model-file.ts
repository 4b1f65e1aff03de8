/** The model card that a run writes, and reads to run the same model again. */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fromSplink } from '#core/matching/interchange/from-splink.ts';
import type { TablesMatched } from '#core/matching/match-tables.ts';
import { SHIPPED_SPECS } from '#core/matching/specs/index.ts';
import { TableProblem } from '#core/matching/tables/build.ts';
import type { Records } from '#core/matching/tables/records.ts';
import { type TrainedModel, trainedVersion } from '#core/matching/training/trained-model.ts';
import { type MatchSpec, matchSpec } from '#shared/contract/match-spec.ts';
import { InterchangeProblem, type SplinkSettings, splinkSettings } from '#shared/contract/splink-settings.ts';
import { base32 } from '#shared/domain/ids.ts';

const share = z.number().min(0).max(1);
const millibits = z.int().min(-1_000_000).max(1_000_000);

export const trainedModel = z.object({
  specification: z.string(),
  priorMillibits: millibits,
  comparisons: z.array(
    z.object({
      name: z.string(),
      m: z.array(share),
      u: z.array(share),
      millibits: z.array(millibits),
      source: z.enum(['trained', 'prior']),
    }),
  ),
  thresholds: z.object({ joinAt: millibits, margin: millibits, proposeAt: millibits }),
});

/** Only what another run needs is read; the rest is for people. */
const modelFile = z.object({ specification: matchSpec, model: trainedModel });

/** Probabilities at which the curve says what would be taken, and how much of it would be true if the model is right. */
const CURVE = [0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9999];

export function modelCard(spec: MatchSpec, records: Records, { model, estimate, passes, outcomes }: TablesMatched) {
  const { probability, state } = outcomes;
  const count = (wanted: string): number => state.reduce((sum, one) => (one === wanted ? sum + 1 : sum), 0);
  return {
    version: versionOf(spec, model),
    specification: spec,
    model,
    levels: spec.comparisons.map(({ name, label, levels }) => ({
      name,
      label: label ?? name,
      says: ['Nothing to compare', ...levels.map(({ says, when }) => says ?? JSON.stringify(when)), 'Different'],
    })),
    run: {
      records: records.isLink ? { left: records.leftSize, right: records.size - records.leftSize } : { all: records.size },
      expectedPairs: estimate === null ? null : Math.round(estimate.expected),
      trainingRounds: estimate?.rounds ?? null,
      passes,
      pairs: { joined: count('joined'), proposed: count('proposed'), apart: count('apart') },
      thresholdCurve: CURVE.map((at) => {
        let [pairs, expectedTrue] = [0, 0];
        for (const own of probability) {
          if (own < at) continue;
          pairs++;
          expectedTrue += own;
        }
        return { probability: at, pairs, expectedTrue: Math.round(expectedTrue * 10) / 10 };
      }),
    },
  };
}

export function versionOf(spec: MatchSpec, model: TrainedModel): string {
  return trainedVersion(model, spec, (text) => hash('sha256', text, 'buffer'));
}

/** A model that was written with the same specification. Throws `TableProblem`. */
export function readModel(path: string, spec: MatchSpec): TrainedModel {
  const parsed = modelFile.safeParse(readJson(path));
  if (!parsed.success) throw new TableProblem(`${path} is not a model: ${z.prettifyError(parsed.error)}`);
  const { specification, model } = parsed.data;
  if (fingerprint(specification) !== fingerprint(spec))
    throw new TableProblem(`${path} was trained with another specification than the one given`);
  return model;
}

/** A shipped specification by name, one in a file, or Splink's settings, which are specification and model in one. Throws `TableProblem`. */
export function readSpec(path: string): { readonly spec: MatchSpec; readonly model: TrainedModel | null } {
  const value = SHIPPED_SPECS[path] ?? readJson(path);
  const splink = splinkSettings.safeParse(value);
  if (splink.success) return readSplink(path, splink.data);
  const parsed = matchSpec.safeParse(value);
  if (!parsed.success) throw new TableProblem(`${path} is not a matching specification: ${z.prettifyError(parsed.error)}`);
  return { spec: parsed.data, model: null };
}

function readSplink(path: string, settings: SplinkSettings): { readonly spec: MatchSpec; readonly model: TrainedModel } {
  try {
    return fromSplink(settings, 'splink');
  } catch (error) {
    if (error instanceof InterchangeProblem) throw new TableProblem(`${path} holds Splink's settings, but ${error.message}`);
    throw error;
  }
}

function fingerprint(spec: MatchSpec): string {
  return base32(hash('sha256', JSON.stringify(spec), 'buffer'), 12);
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new TableProblem(`there is no file ${path}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TableProblem(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
