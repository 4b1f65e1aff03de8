import { share } from '../base/money.ts';
import type { Random } from '../base/prng.ts';
import { PRODUCTS } from '../base/words.ts';
import type { Basket, Line } from './model.ts';

export interface Pricing {
  readonly taxBasisPoints: number;
  readonly taxIncluded: boolean;
  readonly shippingMinor: number;
  readonly discountPercent: number;
}

/** Prices lines: discount off the goods, tax on the discounted goods (not on shipping), rounded once per order. */
export function priceBasket(lines: readonly Line[], pricing: Pricing): Basket {
  const goods = lines.reduce((sum, line) => sum + line.quantity * line.unitMinor, 0);
  const discountMinor = share(goods, pricing.discountPercent, 100);
  const subtotalMinor = goods - discountMinor;
  const taxMinor = pricing.taxIncluded
    ? share(subtotalMinor, pricing.taxBasisPoints, 10_000 + pricing.taxBasisPoints)
    : share(subtotalMinor, pricing.taxBasisPoints, 10_000);
  return {
    lines,
    discountCode: discountMinor > 0 ? `SAVE${pricing.discountPercent}` : '',
    discountMinor,
    subtotalMinor,
    shippingMinor: pricing.shippingMinor,
    taxMinor,
    taxIncluded: pricing.taxIncluded,
    totalMinor: subtotalMinor + pricing.shippingMinor + (pricing.taxIncluded ? 0 : taxMinor),
  };
}

/** A few products of the catalogue: mostly one or two lines; wholesale buys by the dozen. */
export function drawLines(random: Random, wholesale: boolean, scale: (catalogueMinor: number) => number): Line[] {
  const wanted = random.weighted([
    [1, 55],
    [2, 27],
    [3, 12],
    [4, 6],
  ]);
  const lines: Line[] = [];
  for (let i = 0; i < wanted; i++) {
    const product = random.pick(PRODUCTS);
    if (lines.some((line) => line.sku === product.sku)) continue;
    const quantity = wholesale
      ? random.between(3, 40)
      : random.weighted([
          [1, 75],
          [2, 18],
          [3, 7],
        ]);
    lines.push({ sku: product.sku, name: product.name, quantity, unitMinor: scale(product.priceMinor) });
  }
  return lines;
}

/** A basket of one untaxed line: for sales whose total a trap dictates. */
export function singleLineBasket(name: string, sku: string, totalMinor: number): Basket {
  const line: Line = { sku, name, quantity: 1, unitMinor: totalMinor };
  return {
    lines: [line],
    discountCode: '',
    discountMinor: 0,
    subtotalMinor: totalMinor,
    shippingMinor: 0,
    taxMinor: 0,
    taxIncluded: false,
    totalMinor,
  };
}
