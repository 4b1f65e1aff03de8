/** Takes what a parser makes out and packs it for the thread that stores it; keeps the sums of the whole file. */
import { MerkleTree } from '#core/changes/merkle.ts';
import type { DraftSink } from '#core/connectors/connector.ts';
import { REF_BYTES, writeRefs } from '#core/matching/refs.ts';
import { matchFacts } from '#core/normalise/match-facts.ts';
import { moneyFacts } from '#core/normalise/money-facts.ts';
import { summaryOf } from '#core/survivorship/order-row.ts';
import {
  BATCH_ROWS,
  type DraftColumns,
  emptyDrafts,
  MATCH_TEXTS,
  type OrderDraft,
  pushMoney,
  pushOrder,
} from '#main/services/imports/draft-columns.ts';
import { sha256 } from '#main/services/sha256.ts';
import { canonicalIdOf } from '#shared/domain/ids.ts';
import type { StatementDraft } from '#shared/domain/money-events.ts';
import type { RecordDraft, RejectedRow, Span, TypedRef } from '#shared/domain/source-record.ts';
import { isOrderLike, roleOf, type System, typeCode } from '#shared/domain/systems.ts';
import type { ByteWindow } from './byte-window.ts';

export interface DraftBatch {
  readonly drafts: DraftColumns;
  readonly rejected: RejectedRow[];
}

export class DraftCollector implements DraftSink {
  /** Full batches, oldest first; the reader takes them out. */
  readonly full: DraftBatch[] = [];
  readonly statements: StatementDraft[] = [];
  readonly #window: ByteWindow;
  readonly #source: { readonly system: System; readonly account: string };
  readonly #tree = new MerkleTree(sha256);
  readonly #payloadHash = new Uint8Array(32);
  readonly #totals = new Map<string, bigint>();
  #open: DraftBatch = emptyBatch();
  #lastSpan: Span | null = null;
  #inFileOrder = true;
  #periodMs: number | null = null;

  constructor(window: ByteWindow, source: { readonly system: System; readonly account: string }) {
    this.#window = window;
    this.#source = source;
  }

  record(draft: RecordDraft): void {
    const { drafts } = this.#open;
    const i = drafts.count++;
    const { facts, span, type } = draft;
    const payloadHash = sha256(this.#window.slice(span.byteOffset, span.byteLength), this.#payloadHash);
    drafts.typeCodes[i] = typeCode(type);
    drafts.nativeIds.push(draft.nativeId);
    drafts.payloadHashes.set(payloadHash, i * 32);
    drafts.versionMs[i] = draft.versionMs ?? Number.NaN;
    drafts.facts.push(JSON.stringify(facts));
    drafts.aliases.push(draft.aliases.length === 0 ? '[]' : JSON.stringify(draft.aliases));
    drafts.refs.push(refsText(draft.refs));
    drafts.lines[i] = span.line;
    drafts.byteOffsets[i] = span.byteOffset;
    drafts.byteLengths[i] = span.byteLength;
    if (span.pointer !== null) drafts.pointers ??= Array<null>(i).fill(null);
    drafts.pointers?.push(span.pointer);
    if (isOrderLike(type)) {
      this.#match(draft, i);
      pushOrder(drafts, this.#order(draft));
    } else pushMoney(drafts, moneyFacts(draft));
    this.#pack(draft, i);
    this.#sum(draft, payloadHash);
    if (drafts.count === BATCH_ROWS) this.flush();
  }

  rejected(row: RejectedRow): void {
    this.#open.rejected.push(row);
    if (this.#open.rejected.length === BATCH_ROWS) this.flush();
  }

  statement(draft: StatementDraft): void {
    this.statements.push(draft);
  }

  /** Closes the open batch, if there is anything in it. */
  flush(): void {
    if (this.#open.drafts.count + this.#open.rejected.length === 0) return;
    this.full.push(this.#open);
    this.#open = emptyBatch();
  }

  get recordCount(): number {
    return this.#tree.count;
  }

  /** Hex; null when the records did not come in file order, which is the order of the leaves. */
  get recordsRoot(): string | null {
    return this.#inFileOrder ? Buffer.from(this.#tree.root()).toString('hex') : null;
  }

  get controlTotals(): Record<string, string> {
    return Object.fromEntries(
      [...this.#totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, sum]) => [currency, String(sum)]),
    );
  }

  get periodMs(): number | null {
    return this.#periodMs;
  }

  #match(draft: RecordDraft, i: number): void {
    const { drafts } = this.#open;
    const match = matchFacts(draft.facts, draft.type);
    drafts.amounts[i] = match.amountMinor ?? Number.NaN;
    drafts.nets[i] = match.netMinor ?? Number.NaN;
    drafts.minutes[i] = match.placedMinute ?? Number.NaN;
    drafts.dayOnly[i] = match.dayOnly ? 1 : 0;
    for (const name of MATCH_TEXTS) drafts.texts[name][i] = match[name];
  }

  #pack(draft: RecordDraft, i: number): void {
    const { drafts } = this.#open;
    const start = i === 0 ? 0 : (drafts.refEnds[i - 1] ?? 0);
    const end = start + draft.refs.length * REF_BYTES;
    if (end > drafts.refBytes.byteLength) {
      const larger = new Uint8Array(Math.max(end, drafts.refBytes.byteLength * 2));
      larger.set(drafts.refBytes);
      drafts.refBytes = larger;
    }
    drafts.refEnds[i] = writeRefs(draft.refs, drafts.refBytes, start);
  }

  #order({ type, nativeId, facts }: RecordDraft): OrderDraft {
    const key = { ...this.#source, type, nativeId };
    return { ...summaryOf(facts, key), canonicalId: canonicalIdOf(key, sha256), isSale: roleOf(type) === 'order' };
  }

  #sum({ facts, span, versionMs }: RecordDraft, payloadHash: Uint8Array): void {
    if (this.#lastSpan !== null && comparePlaces(this.#lastSpan, span) > 0) this.#inFileOrder = false;
    this.#lastSpan = span;
    this.#tree.push(payloadHash);
    const amount = facts.total ?? facts.amount;
    if (amount != null && facts.currency != null) {
      this.#totals.set(facts.currency, (this.#totals.get(facts.currency) ?? 0n) + BigInt(amount));
    }
    const latest = Math.max(versionMs ?? Number.NEGATIVE_INFINITY, facts.placedAt?.ms ?? Number.NEGATIVE_INFINITY);
    if (Number.isFinite(latest) && latest > (this.#periodMs ?? Number.NEGATIVE_INFINITY)) this.#periodMs = latest;
  }
}

/** JSON, [namespace, value, role] of each, as it is stored. Nearly all values are bare letters and digits, which need no escape. */
function refsText(refs: readonly TypedRef[]): string {
  let text = '';
  for (let i = 0; i < refs.length; i++) {
    const { namespace, value, role } = refs[i] as TypedRef;
    const bare = BARE.test(value) ? value : JSON.stringify(value).slice(1, -1);
    text += (i === 0 ? FIRST : NEXT)(namespace) + bare + ENDS[role];
  }
  return text === '' ? '[]' : `${text}]`;
}

const BARE = /^[\w -]*$/;
const ENDS: Readonly<Record<TypedRef['role'], string>> = { own: '","own"]', mentions: '","mentions"]', free: '","free"]' };
const FIRST = startWith('[[');
const NEXT = startWith(',[');

/** There are a few dozen namespaces: what stands before a value is made once for each. */
function startWith(opening: string): (namespace: string) => string {
  const starts = new Map<string, string>();
  return (namespace) => {
    let start = starts.get(namespace);
    if (start === undefined) {
      start = `${opening}${JSON.stringify(namespace)},"`;
      starts.set(namespace, start);
    }
    return start;
  };
}

function emptyBatch(): DraftBatch {
  return { drafts: emptyDrafts(), rejected: [] };
}

function comparePlaces(a: Span, b: Span): number {
  return a.line - b.line || a.byteOffset - b.byteOffset || a.byteLength - b.byteLength;
}
