/** What the victim does, from a seed: the same calls that a window makes, in an order that no person would. */

export type Step =
  | { readonly kind: 'import'; readonly file: number }
  | { readonly kind: 'undoImport' }
  | { readonly kind: 'redoImport' }
  | { readonly kind: 'merge' }
  | { readonly kind: 'unmerge' }
  | { readonly kind: 'apart' }
  | { readonly kind: 'backUp' };

/** Small, fast, good enough to pick steps (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const FILES = 6;

export function stepsOf(seed: number, count: number): Step[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (): Step => {
    const roll = random();
    if (roll < 0.34) return { kind: 'import', file: Math.floor(random() * FILES) };
    if (roll < 0.44) return { kind: 'undoImport' };
    if (roll < 0.54) return { kind: 'redoImport' };
    if (roll < 0.74) return { kind: 'merge' };
    if (roll < 0.86) return { kind: 'unmerge' };
    if (roll < 0.95) return { kind: 'apart' };
    return { kind: 'backUp' };
  });
}

/**
 * Export files that overlap: two Shopify files with half of their orders in common, later states of them, and a deals export whose
 * deals name the orders. Deterministic, so a re-import meets the same bytes.
 */
export function fileText(index: number): { readonly name: string; readonly text: string } {
  if (index % 3 === 2) {
    const rows = range(index * 10, 40).map(
      (n) => `${9000 + n},Deal for #${1000 + n},closedwon,${amount(n)},Ana,2026-03-${day(n)} 10:00,2026-03-${day(n)} 09:00`,
    );
    return {
      name: `deals-${index}.csv`,
      text: csv('Record ID,Deal Name,Deal Stage,Amount,Deal owner,Close Date,Create Date', rows),
    };
  }
  const paid = index >= 3 ? 'refunded' : 'paid';
  const rows = range(index * 20, 40).map(
    (n) =>
      `#${1000 + n},c${n % 30}@shop.example,${paid},2026-03-${day(n)} 10:15:00 +0000,USD,${amount(n)},0.00,0.00,${amount(n)},2026-03-${day(n)} 10:15:00 +0000,1,Cap,${amount(n)},Client ${n % 30},${n}${'0'.repeat(6)}`,
  );
  // A row that cannot be read: it must wait, and must not hold up the rest.
  if (index === 1) rows.push('#9999,x@shop.example,paid,never,USD,ten,0.00,0.00,ten,yesterday,1,Cap,ten,Nobody,9999');
  return {
    name: `orders-${index}.csv`,
    text: csv(
      'Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Billing Name,Id',
      rows,
    ),
  };
}

function csv(header: string, rows: readonly string[]): string {
  return `${[header, ...rows].join('\n')}\n`;
}

function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

/** Three orders in ten cost the same: ties, so that there is something to ask about. */
function amount(n: number): string {
  return n % 10 < 3 ? '49.00' : `${20 + (n % 70)}.${String((n * 7) % 100).padStart(2, '0')}`;
}

function day(n: number): string {
  return String(1 + (n % 28)).padStart(2, '0');
}
