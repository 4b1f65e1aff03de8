/** Small exports of a shop and of an ERP that copies it, for tests of matching over real books. */
import { shopifyCsv } from '#test/import/shopify-files.ts';

export interface Sale {
  /** Number of the shop order; the copy's id is made from it. */
  readonly number: number;
  readonly total: string;
  /** `2026-03-02 10:00:00`, UTC. */
  readonly placed: string;
  readonly email: string;
  /** Quoted by the ERP's copy; blank for none. */
  readonly quoted?: string;
}

export function shopFile(sales: readonly Sale[]): string {
  return shopifyCsv(
    sales.map(({ number, total, placed, email }) => ({ name: `#${number}`, total, email, createdAt: `${placed} +0000` })),
  );
}

export function erpFile(sales: readonly Sale[]): string {
  const lines = sales.map(({ number, total, placed, email, quoted = '' }) =>
    [`9${number}`, `SO${number}0`, placed.slice(0, 10), 'Ada Example', email, quoted, total, 'USD', 'Billed'].join(','),
  );
  return `Internal ID,Document Number,Date,Name,Email,PO/Check Number,Amount,Currency,Status\n${lines.join('\n')}\n`;
}

/** Sales that differ in client, total and day. */
export function sales(count: number, first = 1001): Sale[] {
  return Array.from({ length: count }, (_, i) => ({
    number: first + i,
    total: `${100 + i}.${String(11 + (i % 80)).padStart(2, '0')}`,
    placed: `2026-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')} 1${i % 10}:00:00`,
    email: `buyer${first + i}@post.example`,
  }));
}
