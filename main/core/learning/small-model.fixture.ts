/** A specification small enough to reason about: what learning does must not hang on what orders compare today. */
import { type Engine, engineOf, type Model } from '#core/matching/orders/model.ts';
import { ORDERS_MODEL } from '#core/matching/orders/shipped-model.ts';
import { type Comparison, patternOf, type Specification } from '#core/matching/orders/spec.ts';

function comparison(name: string, label: string, ...sentences: readonly string[]): Comparison {
  return {
    name,
    kind: 'value',
    field: 'total',
    label,
    column: 'place',
    levels: [
      { test: { is: 'unknown' }, sentence: 'Nothing to compare' },
      ...sentences.map((sentence, at) =>
        at === sentences.length - 1
          ? { test: { is: 'otherwise' } as const, sentence }
          : { test: { is: 'equal' } as const, sentence },
      ),
    ],
  };
}

export const SMALL: Specification = {
  name: 'small',
  comparisons: [
    comparison('amount', 'Total', 'Same total', 'Totals alike', 'Totals differ'),
    comparison('client', 'Client', 'Same client', 'Same e-mail', 'Different clients'),
    comparison('time', 'Placed', 'Same day', 'Same week', 'Further apart'),
    comparison('place', 'Place', 'Same place', 'Different places'),
  ],
  passes: [],
};

export const SMALL_MODEL: Model = {
  ...ORDERS_MODEL,
  specification: 'small',
  priorMillibits: -14_000,
  weights: {
    amount: [0, 9_000, 2_000, -7_000],
    client: [0, 12_000, 9_000, -7_000],
    time: [0, 5_000, 2_500, -4_000],
    place: [0, 1_500, -3_000],
  },
  frequencies: {},
  joinAt: 8_000,
  joinNamedAt: 3_000,
  margin: 3_000,
  proposeAt: -4_000,
  keepBeatenAt: 4_000,
  bands: { certain: 10_000, likely: 5_000 },
};

export const SMALL_ENGINE: Engine = engineOf(SMALL, SMALL_MODEL);

/** A pattern by the names of comparisons and their levels; the rest unknown. */
export function met(levels: Readonly<Record<string, number>>): number {
  return patternOf(
    SMALL.comparisons.map(({ name }) => levels[name] ?? 0),
    SMALL_ENGINE.radix,
  );
}
