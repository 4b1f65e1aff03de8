/**
 * What a gateway charges, learned from the payments whose fee is known: a percentage and a fixed part (Theil–Sen: the median of the slopes
 * between pairs, then the median of what is left), so that a few odd fees do not move it.
 */
export interface FeeModel {
  /** Hundredths of a percent of the gross. */
  readonly basisPoints: number;
  /** Minor units. */
  readonly fixedMinor: number;
  /** Payments that it was learned from. */
  readonly seen: number;
}

/** Fewer known fees teach nothing. */
const FEWEST = 8;
const MOST = 200;
/** Share of the known fees that the model must tell to the minor unit. */
const SURE = 0.9;

/** Null where the known fees follow no one rate. Gross and fee in minor units. */
export function learnFees(known: readonly { readonly gross: number; readonly fee: number }[]): FeeModel | null {
  if (known.length < FEWEST) return null;
  const step = Math.max(1, Math.floor(known.length / MOST));
  const sample = known.filter((_, i) => i % step === 0).slice(0, MOST);
  const slopes: number[] = [];
  for (const [i, a] of sample.entries()) {
    for (const b of sample.slice(i + 1)) if (a.gross !== b.gross) slopes.push((b.fee - a.fee) / (b.gross - a.gross));
  }
  if (slopes.length === 0) return null;
  const basisPoints = Math.round(median(slopes) * 10_000);
  const fixedMinor = Math.round(median(sample.map(({ gross, fee }) => fee - (gross * basisPoints) / 10_000)));
  const model = { basisPoints, fixedMinor, seen: sample.length };
  const right = sample.filter(({ gross, fee }) => Math.abs(feeBy(model, gross) - fee) <= 1).length;
  return right >= SURE * sample.length ? model : null;
}

/** What the model expects a payment to cost, minor units, rounded half up. */
export function feeBy({ basisPoints, fixedMinor }: FeeModel, gross: number): number {
  return Math.floor((gross * basisPoints + 5_000) / 10_000) + fixedMinor;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
