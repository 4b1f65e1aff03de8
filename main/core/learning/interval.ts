/** How sure a share is after so many looks. */

/**
 * Wilson score interval of a proportion, 95 %; null without any trial. E. B. Wilson, "Probable inference, the law of succession, and
 * statistical inference", JASA 22 (1927) 209–212.
 */
export function wilson(hits: number, trials: number): { readonly low: number; readonly high: number } | null {
  if (trials === 0) return null;
  const z = 1.959964;
  const p = hits / trials;
  const base = 1 + (z * z) / trials;
  const middle = p + (z * z) / (2 * trials);
  const spread = z * Math.sqrt((p * (1 - p)) / trials + (z * z) / (4 * trials * trials));
  return { low: Math.max(0, (middle - spread) / base), high: Math.min(1, (middle + spread) / base) };
}
