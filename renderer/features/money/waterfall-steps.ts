/** Where the columns of a waterfall stand. Pure; amounts in minor units, places in percent of the height. */

export interface Step {
  /** Stands on the ground instead of on the column before it. */
  readonly total: boolean;
  readonly minor: number;
}

export interface Bar {
  readonly bottom: number;
  readonly height: number;
}

/** `ground`: where zero lies. */
export function placed(steps: readonly Step[]): { readonly bars: readonly Bar[]; readonly ground: number } {
  let running = 0;
  const spans = steps.map(({ total, minor }) => {
    const from = total ? 0 : running;
    running = total ? minor : running + minor;
    return [Math.min(from, running), Math.max(from, running)] as const;
  });
  const lowest = Math.min(0, ...spans.map(([low]) => low));
  const highest = Math.max(0, ...spans.map(([, high]) => high));
  const share = (minor: number): number => (highest === lowest ? 0 : (100 * minor) / (highest - lowest));
  return { bars: spans.map(([low, high]) => ({ bottom: share(low - lowest), height: share(high - low) })), ground: share(-lowest) };
}
