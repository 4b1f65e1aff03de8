/** JSON values of the truth and result files. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One JSON line with its keys in order, so that two files can be compared with `diff`. */
export function jsonLine(value: Json): string {
  return `${JSON.stringify(ordered(value))}\n`;
}

function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as { readonly [key: string]: Json });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([key, inner]) => [key, ordered(inner)]));
}
