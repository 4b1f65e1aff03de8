/**
 * Typed references: an id together with the space in which it means something. Records meet where one *owns* a token that
 * another *mentions*; two tokens of different spaces never meet, so order 1042 of the shop is not sales order 1042 of the ERP.
 *
 * Spaces in which records own their ids:
 *   `shopify:order` Name · `shopify:id` · `woocommerce:order` number · `woocommerce:id` · `amazon:order` · `hubspot:deal` ·
 *   `netsuite:order` document number · `netsuite:id` · `quickbooks:num` · `quickbooks:id` · `xero:id` · `asana:task` ·
 *   `google_ads:campaign` · `meta_ads:campaign` · `csv:order` · `invoice` (any invoice number a seller issues)
 * Spaces of payment systems, owned by their records and mentioned by shops:
 *   `payment_intent` pi_ · `charge` ch_ py_ · `refund` re_ pyr_ · `dispute` dp_ du_ · `payout` po_ · `balance_transaction` txn_ ·
 *   `payment_ref` any other gateway reference
 * Spaces that are only ever mentioned: `po` (the buyer's purchase order number).
 */
import type { TypedRef } from '#shared/domain/source-record.ts';
import type { System } from '#shared/domain/systems.ts';

/**
 * Where order-like records own their order number: what a reference column of another system may point into. Amazon's is not
 * among them: its ids are known by their form.
 */
const ORDER_SPACES: readonly { readonly space: string; readonly system: System }[] = [
  { space: 'shopify:order', system: 'shopify' },
  { space: 'woocommerce:order', system: 'woocommerce' },
  { space: 'csv:order', system: 'csv' },
  { space: 'netsuite:order', system: 'netsuite' },
  { space: 'hubspot:deal', system: 'hubspot' },
];
/** "Order 1042" in a memo speaks of a shop's order; numbers of sales orders are written with their prefix. */
const SHOP_SPACES = ORDER_SPACES.slice(0, 3);

/** Most references are no more than that, and need no look at what may be around one. */
const PLAIN_NUMBER = /^[1-9]\d*$/;
const AMAZON_ORDER = /^\d{3}-\d{7}-\d{6,7}$/;

/**
 * An id as it is compared: upper case, no spaces, no leading `#`, no leading zeros in its number, no mark between a letter prefix
 * and its number. `#01042` → `1042`, `so-001042` → `SO1042`; the prefix stays, and so does a suffix (`1042-R1` is the replacement
 * of 1042, not 1042).
 */
export function normaliseReference(text: string): string {
  if (PLAIN_NUMBER.test(text)) return text;
  const bare = text.normalize('NFKC').trim().toUpperCase().replace(/\s+/g, '').replace(/^#+/, '');
  const parts = /^([A-Z]*)[-_#/.:]?0*(\d+(?:-[A-Z]?\d+)?)$/.exec(bare);
  if (parts === null || AMAZON_ORDER.test(bare)) return bare;
  return (parts[1] ?? '') + (parts[2] ?? '');
}

/** Space of an id that names its own kind (`pi_…`, an Amazon order id), or null. */
export function spaceOfId(text: string): string | null {
  switch (text.slice(0, text.indexOf('_') + 1)) {
    case 'pi_':
      return 'payment_intent';
    case 'ch_':
    case 'py_':
      return 'charge';
    case 're_':
    case 'pyr_':
      return 'refund';
    case 'dp_':
    case 'du_':
      return 'dispute';
    case 'po_':
      return 'payout';
    case 'txn_':
      return 'balance_transaction';
    case 'pay_':
      return 'payment_ref';
    default:
      return AMAZON_ORDER.test(text) ? 'amazon:order' : null;
  }
}

export function ref(namespace: string, text: string, role: TypedRef['role']): TypedRef {
  return { namespace, value: normaliseReference(text), role };
}

/** An id of a payment system: in the space of its kind where it shows one, else `payment_ref`. */
export function paymentRef(text: string, role: TypedRef['role']): TypedRef {
  const space = spaceOfId(text);
  return space === null ? ref('payment_ref', text, role) : { namespace: space, value: text.toUpperCase(), role };
}

/** One id and nothing else: at most a short word before the number (`SO 1042`, `#1042`, `ORD-2026-0042`). */
const SINGLE_ID = /^#?\s*[A-Za-z]{0,8}[\s#:_.-]{0,2}[A-Za-z0-9][A-Za-z0-9_./-]*$/;

/**
 * What a reference column (PO number, external id, order number) of one system may mean: the order spaces of all other systems, or
 * the one space its form names. Words around an id (`Shopify order #1042`) are read as text.
 */
export function orderMentions(text: string, own: System, role: TypedRef['role'] = 'mentions'): readonly TypedRef[] {
  if (spaceOfId(text) !== null) return [paymentRef(text, role)];
  if (!DIGIT.test(text)) return [];
  if (!SINGLE_ID.test(text)) return refsInText(text, own, role);
  const bare = undecorated(text);
  const hints = bare === null || role !== 'mentions' ? [] : orderTokens(bare, own, ORDER_SPACES, 'free');
  return [...orderTokens(text, own, ORDER_SPACES, role), ...hints];
}

/**
 * `SO-1042` and `1042-R1` in a reference column may be 1042 as somebody wrote it down, or an id of their own: the number in them is
 * a hint, no proof. Null for a plain id.
 */
function undecorated(text: string): string | null {
  const value = normaliseReference(text);
  const bare = value.replace(/^SO-?(?=.*\d)/, '').replace(/(?<=\d)-R\d{1,2}$/, '');
  return bare === value ? null : bare;
}

function orderTokens(text: string, own: System, spaces: typeof ORDER_SPACES, role: TypedRef['role']): readonly TypedRef[] {
  const value = normaliseReference(text);
  return spaces.filter((order) => order.system !== own).map((order) => ({ namespace: order.space, value, role }));
}

const IN_TEXT = new RegExp(
  [
    String.raw`\b((?:pi|ch|py|re|pyr|dp|du|po|txn|pay)_[A-Za-z0-9]{6,})\b`,
    String.raw`\b(\d{3}-\d{7}-\d{6,7})\b`,
    String.raw`\b(?:invoice|inv|rechnung|facture)(?:\s*(?:no\.?|nr\.?|number))?[\s:#-]*([A-Za-z]{0,4}-?\d{2,}[A-Za-z0-9-]*)`,
    String.raw`\b(?:p\.?o\.?|purchase\s+order)(?:\s*(?:no\.?|number))?[\s:#-]+([A-Za-z]{0,4}-?\d{2,}[A-Za-z0-9-]*)`,
    String.raw`\b(?:order|bestellung|commande|pedido|ordine|bestelling|ord|shopify|woocommerce)(?:\s*(?:id|no\.?|nr\.?|number))?[\s:#-]*([A-Za-z]{0,4}-?\d{2,}[A-Za-z0-9-]*)`,
    String.raw`\b(SO-?\d{3,}[A-Za-z0-9-]*)\b`,
    String.raw`#(\d{3,}(?:-[A-Za-z]?\d+)?)\b`,
  ].join('|'),
  'gi',
);
/** A code of somebody's own making: capitals in groups, and a number (`HP-SPRING-24`, `AB-2041`). */
const CODE = /\b(?:[A-Z][A-Z0-9]{0,11}-){1,6}\d{2,8}(?:-[A-Z]?\d{1,2})?\b/g;
/** One short word and two digits is no code (`COVID-19`). */
const SHORT_CODE = /^[A-Z][A-Z0-9]*-\d{2}$/;
/** Free text without any digit holds no id. */
const DIGIT = /\d/;
/** Ids stand near the beginning of a memo; the rest of a pasted mail is not searched. */
const SEARCHED = 4000;
/** More than this in one memo is a list of something else. */
const MAX_FREE = 8;

/** Ids found in free text (memo, description, notes): by default evidence with role `free`, no proof. */
export function refsInText(text: string, own: System, role: TypedRef['role'] = 'free'): readonly TypedRef[] {
  if (!DIGIT.test(text)) return [];
  const found: TypedRef[] = [];
  const searched = text.slice(0, SEARCHED);
  // Not `matchAll`, which makes a copy of the expression for every text.
  IN_TEXT.lastIndex = 0;
  for (let match = IN_TEXT.exec(searched); match !== null; match = IN_TEXT.exec(searched)) {
    // In the order of the expression; reading them by name makes an object of all of them first.
    const [, typed, amazon, invoice, po, order, sales, hash] = match;
    const id = typed ?? amazon;
    const number = order ?? hash;
    if (number !== undefined && spaceOfId(number) !== null) found.push(paymentRef(number, role));
    else if (id !== undefined) found.push(paymentRef(id, role));
    else if (invoice !== undefined) found.push(ref('invoice', invoice, role));
    else if (po !== undefined) found.push(ref('po', po, role));
    else if (sales !== undefined) found.push(ref('netsuite:order', sales, role));
    else if (number !== undefined)
      found.push(...orderTokens(number, own, /^so-?\d/i.test(number) ? ORDER_SPACES : SHOP_SPACES, role));
    if (found.length >= MAX_FREE) return found;
  }
  if (!searched.includes('-')) return found;
  for (const [code] of searched.replace(IN_TEXT, ' ').matchAll(CODE)) {
    if (!SHORT_CODE.test(code)) found.push(...orderTokens(code, own, ORDER_SPACES, role));
    if (found.length >= MAX_FREE) break;
  }
  return found;
}

/** The text without the ids that `refsInText` finds in it: what is left says what a thing is, not which. */
export function withoutIds(text: string): string {
  return DIGIT.test(text) ? text.replace(IN_TEXT, ' ').replace(CODE, ' ') : text;
}

const STRENGTH = { own: 2, mentions: 1, free: 0 } as const;

/** Keeps one of equal tokens, that of the strongest role (own, mentions, free). A record has a handful, so it is compared by pairs. */
export function uniqueRefs(refs: readonly TypedRef[]): readonly TypedRef[] {
  const kept: TypedRef[] = [];
  for (const token of refs) {
    if (token.value === '') continue;
    const at = placeOf(kept, token);
    const known = kept[at];
    if (known === undefined) kept.push(token);
    else if (STRENGTH[token.role] > STRENGTH[known.role]) kept[at] = token;
  }
  return kept;
}

/** −1 for none. */
function placeOf(refs: readonly TypedRef[], { namespace, value }: TypedRef): number {
  for (let at = 0; at < refs.length; at++) {
    const other = refs[at];
    if (other?.value === value && other.namespace === namespace) return at;
  }
  return -1;
}
