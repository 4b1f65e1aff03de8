import { DAY, HOUR, isoDate, monthEnd } from '../base/calendar.ts';
import { DIGITS, type Random } from '../base/prng.ts';
import { STAFF } from '../base/words.ts';
import { type Customer, copiedName } from './customers.ts';
import { type CopyPlan, newRecord, type Sale } from './model.ts';
import type { World } from './world.ts';

/** The sale's amount as its system of record has it: an agency's deal is agreed before tax. */
export function ownerTotal(sale: Sale): number {
  const { totalMinor, taxMinor, taxIncluded } = sale.basket;
  return sale.channel === 'agency' && !taxIncluded ? totalMinor - taxMinor : totalMinor;
}

/** The number under which people quote the sale: the shop's order number, or the agency's reference. */
export function quotedNumber(sale: Sale): string {
  return sale.channel === 'agency'
    ? sale.reference
    : sale.channel === 'trade'
      ? (sale.owner.aliases[0] ?? '')
      : sale.owner.nativeId;
}

/** `#1042` as other systems write it. A reference of letters keeps them. */
export function decorated(number: string, style: CopyPlan['idStyle']): string {
  const core = number.replace(/^#/, '');
  switch (style) {
    case 'same':
      return number;
    case 'bare':
      return core;
    case 'padded':
      return /^\d+$/.test(core) ? core.padStart(7, '0') : core;
    case 'so':
      return `SO-${core}`;
    case 'revision':
      return `${core}-R1`;
  }
}

/** The id that a copy quotes. A replacement's copy may know only what was replaced: `1042-R1`. */
export function idInCopy(sale: Sale, plan: CopyPlan): string {
  const named = plan.idStyle === 'revision' ? (sale.plan.replaces ?? sale) : sale;
  return decorated(quotedNumber(named), plan.idStyle);
}

export function copyMoment(sale: Sale, plan: CopyPlan): number {
  return plan.dated === 'month_end' ? monthEnd(sale.at) : plan.dated === 'next_day' ? sale.at + DAY : sale.at;
}

/** What the copy says the sale is worth, in minor units. */
export function copyAmount(sale: Sale, plan: CopyPlan): number {
  const { totalMinor, taxMinor } = sale.basket;
  return plan.amount === 'before_tax' ? totalMinor - taxMinor : plan.amount === 'one_off' ? totalMinor + 1 : totalMinor;
}

export function copyName(customer: Customer, plan: CopyPlan): string {
  return typeof plan.name === 'object' ? plan.name.text : copiedName(customer, plan.name);
}

export function copyEmail(customer: Customer, plan: CopyPlan, random: Random): string {
  const [local = '', host = ''] = customer.email.split('@');
  switch (plan.email) {
    case 'same':
      return customer.email;
    case 'plus':
      return `${local}+orders@${host}`;
    case 'relay':
      return `${random.text('abcdefghjkmnpqrstvwxyz0123456789', 14)}@relay.marketplace.example`;
    case 'none':
      return '';
  }
}

/** Writes the sale down once more in the CRM or the ERP, as its plan says; other systems are the profile's own matter. */
export function copyIntoOffice(world: World, account: string, sale: Sale, plan: CopyPlan, random: Random): void {
  const record = newRecord(plan.into, account, plan.into === 'hubspot' ? 'deal' : 'sales_order');
  const number = plan.withId ? idInCopy(sale, plan) : '';
  const at = copyMoment(sale, plan);
  const name = sale.plan.anonymous ? '' : copyName(sale.customer, plan);
  const subject = sale.title || sale.basket.lines[0]?.name || 'Order';
  if (number !== '') record.refs.push(number);
  if (plan.into === 'hubspot') {
    if (number !== '') record.aliases.push(number);
    world.deals.push({
      record,
      name: `${name || 'Web order'} - ${subject}`,
      company: sale.customer.company === '' ? '' : name,
      contact: sale.plan.anonymous ? '' : typeof plan.name === 'object' ? plan.name.text : sale.customer.name,
      email: sale.plan.anonymous ? '' : copyEmail(sale.customer, plan, random),
      amountMinor: copyAmount(sale, plan),
      currency: sale.currency,
      closedAt: at,
      createdAt: sale.at + (plan.dated === 'same_day' ? HOUR / 6 : 2 * HOUR),
      owner: random.pick(STAFF),
      orderNumber: number,
      stage: 'closedwon',
      brokenAmount: '',
    });
  } else {
    const place =
      number === ''
        ? 'none'
        : random.weighted([
            ['po', 60],
            ['memo', 25],
            ['external', 15],
          ] as const);
    if (place === 'po' || place === 'external') record.aliases.push(number);
    world.erpOrders.push({
      record,
      at,
      name,
      memo: place === 'memo' ? `Web order ${number}` : sale.channel === 'agency' ? `Month-end copy: ${subject}` : subject,
      email: sale.plan.anonymous ? '' : copyEmail(sale.customer, plan, random),
      poNumber: place === 'po' ? number : '',
      amountMinor: copyAmount(sale, plan),
      taxMinor: plan.amount === 'before_tax' ? 0 : sale.basket.taxMinor,
      currency: sale.currency,
      externalId: place === 'external' ? number : '',
      documentNumber: sale.channel === 'agency' && !plan.withId ? `TMP-${random.text(DIGITS, 6)}` : '',
    });
  }
  sale.members.push(record);
  const difference = Math.abs(copyAmount(sale, plan) - ownerTotal(sale));
  if (difference > 1) {
    world.exceptions.push({
      reason: 'amount_mismatch',
      subjects: [sale.owner, record],
      amountMinor: difference,
      currency: sale.currency,
    });
  }
  if (difference === 1) world.meetTrap(7);
  if (isoDate(at) !== isoDate(sale.at)) world.meetTrap(8);
}

/** Gives the office systems their own ids, in the order in which the records were made. */
export function numberOffice(world: World): void {
  const random = world.random.fork('office ids');
  let deal = 8_800_000;
  for (const { record } of world.deals.toSorted((a, b) => a.createdAt - b.createdAt)) {
    deal += random.between(1, 9);
    record.nativeId = String(deal);
  }
  let internal = 410_000;
  let document = 20_000;
  for (const order of world.erpOrders.toSorted((a, b) => a.at - b.at)) {
    internal += random.between(1, 6);
    order.record.nativeId = String(internal);
    document += 1;
    if (order.documentNumber === '') order.documentNumber = `SO-${document}`;
    order.record.aliases.unshift(order.documentNumber);
  }
}
