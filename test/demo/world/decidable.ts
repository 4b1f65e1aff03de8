import { DAY } from '../base/calendar.ts';
import type { CopyPlan, Sale } from './model.ts';
import type { World } from './world.ts';

/**
 * A copy without an id must still have one best answer, unless it is tied on purpose. Where a second sale would
 * explain it as well, the copy is given the id, so that the truth asks nothing impossible.
 */
export function keepDecidable(world: World): void {
  const byLook = Map.groupBy(world.sales, lookOf);
  const byBuyer = Map.groupBy(world.sales, buyerOf);
  const byPlan = Map.groupBy(world.sales, (sale) => `${buyerOf(sale)}|${sale.title}`);
  for (const sale of world.sales) {
    for (const plan of sale.plan.copies) {
      if (plan.withId || plan.tied) continue;
      const context = plan.into === 'google_ads' || plan.into === 'meta_ads' || plan.into === 'asana';
      const rivals = context
        ? byPlan.get(`${buyerOf(sale)}|${sale.title}`)
        : plan.amount === 'total'
          ? byLook.get(lookOf(sale))
          : byBuyer.get(buyerOf(sale));
      if ((rivals ?? []).some((other) => other !== sale && (context || withinReach(plan, sale, other)))) plan.withId = true;
    }
  }
}

function withinReach(plan: CopyPlan, sale: Sale, other: Sale): boolean {
  return Math.abs(sale.at - other.at) <= (plan.dated === 'month_end' ? 36 : 12) * DAY;
}

/** What a copy shows of its original: buyer and money. A marketplace hides the buyer but for the delivery address. */
function lookOf(sale: Sale): string {
  return `${sale.channel === 'amazon' ? sale.customer.zip : buyerOf(sale)}|${sale.currency}|${sale.basket.totalMinor}`;
}

function buyerOf(sale: Sale): string {
  return (sale.customer.company || sale.customer.name).toLowerCase();
}
