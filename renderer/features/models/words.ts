/** How models and evidence are written on these screens. */

import type { Client } from '#shared/contract/index.ts';
import type { ModelSummary } from '#shared/contract/models.ts';

export type Overview = Awaited<ReturnType<Client['models']['overview']>>;

/** "Model 3"; one that the book never kept has no number. */
export function modelName({ number }: Pick<ModelSummary, 'number'>): string {
  return number === null ? 'Shipped model' : `Model ${number}`;
}

export function modelPath(model: ModelSummary, inForce: ModelSummary): string {
  return model.version === inForce.version ? '/models' : `/models/m/${encodeURIComponent(model.version)}`;
}

/** `+9.5`, `−2.0`, `0.0`: bits with a sign that is not a hyphen. */
export function formatBits(millibits: number): string {
  const tenths = Math.round(Math.abs(millibits) / 100) / 10;
  const sign = millibits > 0 && tenths > 0 ? '+' : millibits < 0 && tenths > 0 ? '−' : '';
  return `${sign}${tenths.toFixed(1)}`;
}

/** `98.7%`, and never 100 % or 0 % that is not. */
export function formatShare(share: number): string {
  if (share === 0 || share === 1) return `${share * 100}%`;
  return `${(Math.floor(share * 1000) / 10).toFixed(1)}%`;
}

/** `3 in 10,000`: a rate that people can picture; `none` below one in a million. */
export function formatExpected(count: number): string {
  if (count === 0) return '0';
  if (count < 0.05) return '< 0.1';
  return count < 10 ? count.toFixed(1) : String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}
