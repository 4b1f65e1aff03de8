/** What a model changes against another: the weights and thresholds that differ, the largest change first. */
import type { Model } from '#core/matching/orders/model.ts';
import type { Specification } from '#core/matching/orders/spec.ts';

export interface ModelChange {
  /** Comparison, or null for odds and thresholds. */
  readonly comparison: string | null;
  readonly level: number | null;
  readonly label: string;
  /** The level in a bookkeeper's words, or what the threshold does. */
  readonly sentence: string;
  /** Millibits. */
  readonly before: number;
  readonly after: number;
}

/** Odds and thresholds of a model: those of its members that are numbers. */
type Threshold = { readonly [K in keyof Model]: Model[K] extends number ? K : never }[keyof Model];

const THRESHOLDS: Readonly<Record<Threshold, readonly [label: string, sentence: string]>> = {
  priorMillibits: ['Before comparing', 'Odds that two records which meet are one sale'],
  joinAt: ['Join by itself', 'From this score the machine joins by itself'],
  joinNamedAt: ['Join by reference', 'From this score it joins what a typed reference names'],
  joinContextAt: ['Join a campaign or project', 'From this score it joins a campaign or project that no reference names'],
  margin: ['Lead', 'Lead over the next best answer that it takes to join'],
  proposeAt: ['Ask', 'From this score a person is asked'],
  keepBeatenAt: ['Keep the reason', 'From this score it is kept why a better answer won'],
};

const THRESHOLD_NAMES = Object.keys(THRESHOLDS) as readonly Threshold[];

export function changesBetween(spec: Specification, before: Model, after: Model): ModelChange[] {
  const thresholds = THRESHOLD_NAMES.map((name) => {
    const [label, sentence] = THRESHOLDS[name];
    return { comparison: null, level: null, label, sentence, before: before[name], after: after[name] };
  });
  const weights = spec.comparisons.flatMap(({ name, label, levels }) =>
    levels.map(({ sentence }, level) => {
      const [old, now] = [before.weights[name]?.[level] ?? 0, after.weights[name]?.[level] ?? 0];
      return { comparison: name, level, label, sentence, before: old, after: now };
    }),
  );
  return [...thresholds, ...weights]
    .filter(({ before, after }) => before !== after)
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
}

export interface NamedThreshold {
  readonly name: string;
  readonly label: string;
  readonly sentence: string;
  readonly millibits: number;
}

/** Odds and thresholds of a model with their words. */
export function thresholdsOf(model: Model): NamedThreshold[] {
  return THRESHOLD_NAMES.map((name) => {
    const [label, sentence] = THRESHOLDS[name];
    return { name, label, sentence, millibits: model[name] };
  });
}
