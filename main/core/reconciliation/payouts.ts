/**
 * Payouts with their lines: by the processor's own payout id, where lines bear it; a list of payouts without ids is laid beside the lines'
 * ids by day and sum; a payout whose lines bear no id takes the run of movements that it swept. The sum is a check, to the cent.
 */
import { dayOf } from './bookings.ts';
import { type Events, feeOf, grossOf, netOf } from './events.ts';
import { NO_MINUTE, type ReconcileInput } from './inputs.ts';
import type { LinkList } from './link-list.ts';
import { PAYOUT_FAILED, PAYOUT_TYPES, PAYS_OUT, statusIs } from './money-kinds.ts';
import { LINK_KINDS, LINK_RULES, type LinkRule } from './outputs.ts';
import { runsOf } from './payout-runs.ts';
import { type PayoutSet, setsOf } from './payout-sets.ts';
import { NotLocal, type Rest, type RestLines } from './rest.ts';
import type { Verdicts } from './verdicts.ts';

export interface PayoutDraft {
  readonly source: number;
  id: number;
  readonly rows: number[];
  currency: number;
  minute: number;
  /** What left the balance, minor units; NaN while no record of the payout states it. */
  stated: number;
  /** What sending it cost, positive. */
  fee: number;
  lines: number;
  lineSum: number;
  /** The bank sent it back, or the gateway never sent it. */
  failed: boolean;
  /** On its way by its own record. */
  pending: boolean;
  /** Lines were taken because they sum to it, not because they name it. */
  summed: boolean;
  /** A record of its own says when it was sent. */
  dated: boolean;
}

export interface PaidOut {
  readonly payouts: PayoutDraft[];
  /** Payout of each line, −1: none. */
  readonly payoutOf: Int32Array;
  /** Of each line, index in LINK_RULES and one more of what took it; 0: it names its payout, or lies in none. */
  readonly ruleOf: Uint8Array;
  /** Lines outside the part that is reconciled, by payout. */
  readonly outside: ReadonlyMap<number, RestLines>;
}

const KIND = LINK_KINDS.indexOf('payout-line');

export function linkPayoutLines(input: ReconcileInput, events: Events, verdicts: Verdicts, links: LinkList): PaidOut {
  const { money } = input;
  const byId = new Map<number, PayoutDraft>();
  const drafts: PayoutDraft[] = [];
  const lineDraft: (PayoutDraft | undefined)[] = [];
  const draftOf = (source: number, id: number, currency: number): PayoutDraft => {
    const key = id * 65_536 + source;
    const known = id === 0 ? undefined : byId.get(key);
    if (known !== undefined) return known;
    const draft = newDraft(source, id, currency);
    drafts.push(draft);
    if (id !== 0) byId.set(key, draft);
    return draft;
  };
  const named = namedPayouts(input, events);
  const firstRow = new Map<PayoutDraft, number>();
  const outside = new Map<PayoutDraft, RestLines>();
  for (let row = 0; row < money.size; row++) {
    const id = named.get(row) ?? (money.payoutId[row] as number);
    if (events.moves[row] === 1) {
      if (id === 0) continue;
      const draft = draftOf(money.source[row] as number, id, money.currency[row] as number);
      if (draft.lines === 0) firstRow.set(draft, row);
      addLine(input, draft, row);
      lineDraft[row] = draft;
    } else if (isPayoutRecord(input, row)) {
      addRecord(input, draftOf(money.source[row] as number, id, money.currency[row] as number), row);
    }
  }
  for (const lines of input.rest?.lines ?? []) {
    if (!lines.named) continue;
    const draft = draftOf(lines.source, lines.id, lines.leastCurrency);
    const isFirst = lines.leastAt < (firstRow.get(draft) ?? Number.POSITIVE_INFINITY);
    if (isFirst && draft.rows.length === 0) draft.currency = lines.leastCurrency;
    addOutside(draft, lines, outside);
  }
  const kept = unify(drafts);
  const rules = new Map<number, LinkRule>();
  if (input.rest !== undefined) takeAsBefore(input, input.rest, { drafts: kept, lineDraft, rules, outside });
  const runs = input.rest === undefined ? runsOf(input, events, kept, lineDraft) : [];
  for (const { draft, lines } of runs) {
    draft.summed = true;
    for (const row of lines) {
      addLine(input, draft, row);
      lineDraft[row] = draft;
      rules.set(row, 'payout-run@1');
    }
  }
  const proposals: PayoutSet[] = [];
  for (const set of input.rest === undefined ? setsOf(input, events, kept, lineDraft) : []) {
    if (!set.sure) {
      proposals.push(set);
      continue;
    }
    set.draft.summed = true;
    for (const row of set.lines) {
      addLine(input, set.draft, row);
      lineDraft[row] = set.draft;
      rules.set(row, set.rule);
    }
  }
  for (const { from, to } of verdicts.payoutLinks('payout-line')) {
    if (from.of !== 'row' || to.of !== 'payout' || lineDraft[from.row] !== undefined) continue;
    const draft = byId.get(to.id * 65_536 + to.source);
    if (draft === undefined) continue;
    addLine(input, draft, from.row);
    lineDraft[from.row] = draft;
    rules.set(from.row, 'person');
  }
  const paidOut = finish(input, { drafts: kept, lineDraft, rules, outside }, links);
  propose(input, paidOut, proposals, links);
  return paidOut;
}

/** What is worked out while lines find their payouts. */
interface Drafts {
  readonly drafts: readonly PayoutDraft[];
  readonly lineDraft: (PayoutDraft | undefined)[];
  readonly rules: Map<number, LinkRule>;
  readonly outside: Map<PayoutDraft, RestLines>;
}

/** Lines outside add to their payout what they added when all of it was looked at. */
function addOutside(draft: PayoutDraft, more: RestLines, outside: Map<PayoutDraft, RestLines>): void {
  draft.lines += more.lines;
  draft.lineSum += more.lineSum;
  if (!draft.dated && more.minute > draft.minute) draft.minute = more.minute;
  const known = outside.get(draft);
  const least = known === undefined || more.leastAt < known.leastAt ? more : known;
  const held = (known?.held ?? 0) + more.held;
  outside.set(draft, { ...least, held, released: (known?.released ?? 0) + more.released });
}

/**
 * Payouts whose lines were found by their sums, or by a person, keep them while nothing of their account moved. Where something did, and
 * a payout has no lines that name it, every row of the account may be the answer.
 */
function takeAsBefore(input: ReconcileInput, rest: Rest, { drafts, lineDraft, rules, outside }: Drafts): void {
  for (const { lines, failed, stated, minute, source, currency } of drafts) {
    const isOpen = lines === 0 && !failed && !Number.isNaN(stated) && minute !== NO_MINUTE;
    if (isOpen && rest.isMoved(source, currency)) throw new NotLocal('a payout whose lines bear no id');
  }
  const byId = new Map(drafts.flatMap((draft) => (draft.id === 0 ? [] : [[`${draft.source} ${draft.id}`, draft] as const])));
  const byRecord = new Map(drafts.flatMap((draft) => draft.rows.map((row) => [row, draft] as const)));
  const find = ({ source, id, record }: { source: number; id: number; record: number }): PayoutDraft => {
    const draft = id === 0 ? byRecord.get(record) : byId.get(`${source} ${id}`);
    if (draft === undefined) throw new NotLocal('a payout that is no longer known');
    return draft;
  };
  for (const lines of rest.lines) {
    if (lines.named) continue;
    const draft = find(lines);
    draft.summed = true;
    addOutside(draft, lines, outside);
  }
  for (const pinned of rest.pinned) {
    const draft = find(pinned);
    if (lineDraft[pinned.row] !== undefined) throw new NotLocal('a line that names its payout by now');
    draft.summed = true;
    addLine(input, draft, pinned.row);
    lineDraft[pinned.row] = draft;
    rules.set(pinned.row, pinned.rule);
  }
}

function finish(input: ReconcileInput, { drafts, lineDraft, rules, outside }: Drafts, links: LinkList): PaidOut {
  const { money } = input;
  const payouts = drafts.toSorted(
    (a, b) =>
      a.source - b.source ||
      a.minute - b.minute ||
      compareTexts(input.text(a.id), input.text(b.id)) ||
      (a.rows[0] ?? 0) - (b.rows[0] ?? 0),
  );
  const indexOf = new Map(payouts.map((draft, index) => [draft, index]));
  const payoutOf = new Int32Array(money.size).fill(-1);
  const ruleOf = new Uint8Array(money.size);
  const byId = LINK_RULES.indexOf('payout-id@1');
  for (let row = 0; row < money.size; row++) {
    const draft = lineDraft[row];
    const index = draft === undefined ? undefined : indexOf.get(draft);
    if (index === undefined) continue;
    payoutOf[row] = index;
    const rule = rules.get(row);
    const code = rule === undefined ? byId : LINK_RULES.indexOf(rule);
    if (rule !== undefined) ruleOf[row] = code + 1;
    links.put(KIND, row, index, code, 1, 1000, netOf(money, row), money.currency[row] as number, 0);
  }
  const outsideOf = payouts.flatMap((draft, index) => {
    const lines = outside.get(draft);
    return lines === undefined ? [] : [[index, lines] as const];
  });
  return { payouts, payoutOf, ruleOf, outside: new Map(outsideOf) };
}

/** Sets that would do, each answer under a number of its own payout's question; none is taken. */
function propose({ money }: ReconcileInput, { payouts }: PaidOut, proposals: readonly PayoutSet[], links: LinkList): void {
  for (const [draft, sets] of Map.groupBy(proposals, ({ draft }) => draft)) {
    const index = payouts.indexOf(draft);
    if (draft.lines > 0 || index === -1) continue;
    const group = links.newGroup();
    const named = new Set<number>();
    for (const { lines, rule } of sets) {
      for (const row of lines) {
        if (named.has(row)) continue;
        named.add(row);
        const permille = Math.floor(900 / sets.length);
        links.put(KIND, row, index, LINK_RULES.indexOf(rule), 0, permille, netOf(money, row), money.currency[row] as number, group);
      }
    }
  }
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function newDraft(source: number, id: number, currency: number): PayoutDraft {
  return {
    source,
    id,
    rows: [],
    currency,
    minute: NO_MINUTE,
    stated: Number.NaN,
    fee: 0,
    lines: 0,
    lineSum: 0,
    failed: false,
    pending: false,
    summed: false,
    dated: false,
  };
}

/** Reports about a row may know its payout where the row itself does not. */
function namedPayouts({ money }: ReconcileInput, { speaker }: Events): ReadonlyMap<number, number> {
  const named = new Map<number, number>();
  for (let row = 0; row < money.size; row++) {
    const speaks = speaker[row] as number;
    if (speaks !== -1 && money.payoutId[row] !== 0 && money.payoutId[speaks] === 0)
      named.set(speaks, money.payoutId[row] as number);
  }
  return named;
}

function isPayoutRecord({ money }: ReconcileInput, row: number): boolean {
  if (statusIs(money.status[row] as number, 'test')) return false;
  const isType = PAYOUT_TYPES[money.type[row] as number] === 1;
  return (isType || PAYS_OUT[money.kind[row] as number] === 1) && !Number.isNaN(netOf(money, row));
}

function addLine({ money }: ReconcileInput, draft: PayoutDraft, row: number): void {
  draft.lines += 1;
  draft.lineSum += netOf(money, row);
  const at = money.payoutMinute[row] as number;
  if (!draft.dated && at > draft.minute) draft.minute = at;
}

function addRecord({ money }: ReconcileInput, draft: PayoutDraft, row: number): void {
  const failed = statusIs(money.status[row] as number, 'failed');
  if (money.kind[row] === PAYOUT_FAILED) {
    draft.failed = true;
    draft.rows.push(row);
    return;
  }
  draft.rows.push(row);
  draft.failed ||= failed;
  draft.pending ||= statusIs(money.status[row] as number, 'pending');
  draft.stated = -grossOf(money, row);
  draft.fee = feeOf(money, row);
  draft.currency = money.currency[row] as number;
  const at = money.payoutMinute[row] as number;
  draft.minute = at === NO_MINUTE ? (money.minute[row] as number) : at;
  draft.dated = true;
}

/**
 * Lists of payouts may lack the id that lines bear, and lines the record: of one account, currency and day, one with the other; where a
 * day has several, those whose sums agree.
 */
function unify(drafts: readonly PayoutDraft[]): PayoutDraft[] {
  const keyOf = (draft: PayoutDraft): string => `${draft.source} ${draft.currency} ${dayOf(draft.minute)}`;
  const records = drafts.filter((draft) => draft.rows.length > 0 && draft.lines === 0 && draft.minute !== NO_MINUTE);
  const lines = Map.groupBy(
    drafts.filter((draft) => draft.rows.length === 0 && draft.minute !== NO_MINUTE),
    keyOf,
  );
  const gone = new Set<PayoutDraft>();
  for (const [key, ofDay] of Map.groupBy(records, keyOf)) {
    const open = new Set(lines.get(key) ?? []);
    const left: PayoutDraft[] = [];
    for (const record of ofDay) {
      const same = [...open].filter((draft) => draft.lineSum === record.stated + record.fee);
      const [only] = same;
      if (same.length === 1 && only !== undefined) {
        join(only, record, gone);
        open.delete(only);
      } else left.push(record);
    }
    const [draft] = open;
    const [record] = left;
    if (open.size === 1 && left.length === 1 && draft !== undefined && record !== undefined) join(draft, record, gone);
  }
  return drafts.filter((draft) => !gone.has(draft));
}

/** The record takes the place of what only its lines told. */
function join(lines: PayoutDraft, record: PayoutDraft, gone: Set<PayoutDraft>): void {
  lines.rows.push(...record.rows);
  lines.stated = record.stated;
  lines.fee = record.fee;
  lines.failed ||= record.failed;
  lines.pending ||= record.pending;
  lines.minute = record.minute;
  lines.dated = true;
  gone.add(record);
}
