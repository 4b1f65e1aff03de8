/**
 * RFC 8785 JSON for log entries. Entries hold no numbers (integers travel as strings), so the scheme's number rules never apply:
 * what is left is sorting keys by UTF-16 code units and the string escapes that JSON.stringify already writes.
 */
import type { LogValue } from '#shared/domain/change-log.ts';

export function canonicalJson(value: LogValue): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${members.join(',')}}`;
}

function isArray(value: LogValue): value is readonly LogValue[] {
  return Array.isArray(value);
}
