import { LINK_KINDS } from '#core/reconciliation/outputs.ts';
import { reconcile } from '#core/reconciliation/reconcile.ts';
import { type HandBook, moneyInput } from './money-input.ts';

/** Links as `kind from → to`, with a question mark for proposals, sorted. */
export function linksOf(book: Partial<HandBook>, kind?: string): string[] {
  const { input, rows, orders } = moneyInput({ money: [], orders: [], asOf: '2026-06-01T00:00:00Z', ...book });
  const { links: found, payouts } = reconcile(input);
  const out: string[] = [];
  for (let i = 0; i < found.size; i++) {
    const name = LINK_KINDS[found.kind[i] as number] ?? '';
    const [from, to] = [found.from[i] as number, found.to[i] as number];
    const row = (index: number) => rows[index]?.key.nativeId ?? '?';
    const sent = (index: number) => input.text(payouts[index]?.id ?? 0) || row(payouts[index]?.rows[0] ?? -1);
    const target = name.endsWith('-order')
      ? orders[to]?.[0]?.key.nativeId
      : name === 'payout-line' || name === 'booking-payout'
        ? sent(to)
        : row(to);
    out.push(`${name} ${name === 'payout-bank' ? sent(from) : row(from)} ${found.linked[i] === 1 ? '→' : '?'} ${target}`);
  }
  return out.filter((text) => kind === undefined || text.startsWith(`${kind} `)).sort();
}
