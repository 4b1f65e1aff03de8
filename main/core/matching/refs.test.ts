import { describe, expect, test } from 'vitest';
import type { TypedRef } from '#shared/domain/source-record.ts';
import { hash64, packRefs, REF_BYTES } from './refs.ts';

const order = (value: string, role: TypedRef['role'] = 'own', namespace = 'shopify:order'): TypedRef => ({
  namespace,
  value,
  role,
});
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('packed references', () => {
  test('one space shows in the first bytes, one token in all eight', () => {
    const [a, b, c] = [order('1042'), order('1043'), order('1042', 'own', 'netsuite:order')].map((ref) => hex(packRefs([ref])));
    expect(a?.slice(2, 6)).toBe(b?.slice(2, 6));
    expect(a?.slice(6)).not.toBe(b?.slice(6));
    expect(a?.slice(2, 6)).not.toBe(c?.slice(2, 6));
    expect(a?.slice(6)).not.toBe(c?.slice(6));
  });

  test('the role is the first byte and changes nothing else', () => {
    const roles = (['own', 'mentions', 'free'] as const).map((role) => hex(packRefs([order('1042', role)])));
    expect(roles.map((text) => text.slice(0, 2))).toEqual(['00', '01', '02']);
    expect(new Set(roles.map((text) => text.slice(2))).size).toBe(1);
  });

  test('the order in which a connector lists references leaves no trace', () => {
    const refs = [order('1'), order('2', 'mentions'), order('3', 'free')];
    expect(packRefs(refs)).toEqual(packRefs(refs.toReversed()));
    expect(packRefs(refs)).toHaveLength(3 * REF_BYTES);
    expect(packRefs([])).toHaveLength(0);
  });

  test('half a million neighbouring numbers do not collide in 48 bits', () => {
    const seen = new Set<number>();
    for (let i = 0; i < 500_000; i++) {
      const [high, low] = hash64(`shopify:order ${i}`);
      seen.add((high & 0xffff) * 2 ** 32 + low);
    }
    expect(seen.size).toBe(500_000);
  });
});
