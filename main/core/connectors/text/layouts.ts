/** The formats of this kind that this version reads, and which one a file's options name. */

import { BAI2 } from '../bai2/parse.ts';
import { CAMT } from '../camt/parse.ts';
import type { ReadOptions } from '../connector.ts';
import { IIF } from '../iif/parse.ts';
import { MT940 } from '../mt940/parse.ts';
import { OFX } from '../ofx/parse.ts';
import { QUICKBOOKS_XML } from '../quickbooks/api.ts';
import { XERO_XML } from '../xero/api.ts';
import type { TextLayout } from './layout.ts';

export const TEXT_LAYOUTS: readonly TextLayout[] = [OFX, CAMT, MT940, BAI2, IIF, QUICKBOOKS_XML, XERO_XML];

/** The text layout of a file; null when it is a table or JSON. */
export function textLayout({ layoutId }: Pick<ReadOptions, 'layoutId'>): TextLayout | null {
  return TEXT_LAYOUTS.find((layout) => layout.id === layoutId) ?? null;
}
