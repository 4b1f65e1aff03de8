/** Puts what a file says into the book under a batch that nobody sees yet, and counts what publishing it would do. */

import { showValue } from '#core/survivorship/show.ts';
import type { Zone } from '#core/survivorship/zone.ts';
import type { ImportCounts, ImportFile } from '#shared/contract/imports.ts';
import type { Facts } from '#shared/domain/fields.ts';
import { MONEY_FIGURES } from '#shared/domain/money-row.ts';
import type { RejectedRow } from '#shared/domain/source-record.ts';
import { isOrderLike, SYSTEMS, type System, typeFromCode } from '#shared/domain/systems.ts';
import type { WritableDb } from '#store/database.ts';
import { ROWS_TOGETHER } from '#store/many-rows.ts';
import { addTouches } from '#store/queries/batches.ts';
import { MatchRowWriter } from '#store/queries/match-rows.ts';
import { MoneyRowWriter } from '#store/queries/money-rows.ts';
import { insertRejected } from '#store/queries/rejected.ts';
import {
  type KnownRecord,
  type KnownVersion,
  type SightingData,
  StagingStatements,
  type VersionData,
} from '#store/queries/staging.ts';
import { type NewKey, StagingRows } from '#store/queries/staging-rows.ts';
import { StringTable } from '#store/queries/strings.ts';
import { type DraftColumns, numberOrNull, orderAt } from './draft-columns.ts';
import { inShortTransactions } from './pace.ts';
import { changesOf, type FactsOf, factsBefore, hangsOnPeriod, isAnotherSale, standingOf } from './standing.ts';

/** Rows of a preview's lists. */
const SHOWN = 20;
/** Shared ids that mean two different sales: one may be a slip of the source, two are another shop. */
const SECOND_SHOP = 2;

export interface StagedBatch {
  readonly batchId: number;
  readonly sessionId: string;
  readonly sourceId: number;
  readonly system: System;
}

export interface SecondShopExample {
  readonly nativeId: string;
  readonly here: string;
  readonly there: string;
}

/** The file uses ids of this account for other sales. Thrown before anything is published; the batch is to be discarded. */
export class SecondShop extends Error {
  override readonly name = 'SecondShop';
  readonly examples: readonly SecondShopExample[];
  constructor(examples: readonly SecondShopExample[]) {
    super('the file uses known ids for other sales');
    this.examples = examples;
  }
}

export interface StagerOptions {
  readonly zone: Zone;
  /** False once the user said that it is the same shop. */
  readonly askSecondShop: boolean;
  /** Called when a record was taken from the staged batch of another session, whose preview is stale by that. */
  readonly tookFromOther: () => void;
}

export class Stager {
  readonly changes: ImportFile['changes'] = [];
  readonly #db: WritableDb;
  readonly #batch: StagedBatch;
  readonly #options: StagerOptions;
  readonly #statements: StagingStatements;
  readonly #rows: StagingRows;
  readonly #strings: StringTable;
  readonly #matchRows: MatchRowWriter;
  readonly #moneyRows: MoneyRowWriter;
  readonly #counts = { new: 0, changed: 0, known: 0, unreadable: 0 };
  readonly #otherSales: SecondShopExample[] = [];
  #hangsOnPeriod = false;

  constructor(db: WritableDb, batch: StagedBatch, options: StagerOptions) {
    this.#db = db;
    this.#batch = batch;
    this.#options = options;
    this.#statements = new StagingStatements(db);
    this.#rows = new StagingRows(db);
    this.#strings = new StringTable(db);
    this.#matchRows = new MatchRowWriter(db, this.#strings);
    this.#moneyRows = new MoneyRowWriter(db, this.#strings);
  }

  get counts(): ImportCounts {
    const { new: added, changed, known, unreadable } = this.#counts;
    return { rows: 0, records: added + changed + known, new: added, changed, known, unreadable };
  }

  /** The counts are to be made anew once the period of the file is known. */
  get hangsOnPeriod(): boolean {
    return this.#hangsOnPeriod;
  }

  async store(drafts: DraftColumns, rejected: readonly RejectedRow[]): Promise<void> {
    await inShortTransactions(this.#db, Math.ceil(drafts.count / ROWS_TOGETHER), (stretch) => {
      const from = stretch * ROWS_TOGETHER;
      this.#stretch(drafts, from, Math.min(from + ROWS_TOGETHER, drafts.count));
    });
    await inShortTransactions(this.#db, rejected.length, (i) => {
      const row = rejected[i];
      if (row === undefined) return;
      insertRejected(this.#db, this.#batch.batchId, row);
      this.#counts.unreadable++;
    });
    if (this.#otherSales.length >= SECOND_SHOP) throw new SecondShop(this.#otherSales.slice(0, SHOWN));
  }

  /** New records go in together; what the book knows is looked at one by one, with all before it in the book. */
  #stretch(drafts: DraftColumns, from: number, to: number): void {
    const { batchId, sourceId } = this.#batch;
    const keys: NewKey[] = [];
    for (let i = from; i < to; i++) keys.push({ typeCode: drafts.typeCodes[i] ?? 0, nativeId: drafts.nativeIds[i] ?? '' });
    const added = this.#rows.addRecords(sourceId, batchId, keys);
    let homed = 0;
    for (const [n, { typeCode, nativeId }] of keys.entries()) {
      const recordId = added[n] ?? null;
      if (recordId === null) {
        this.#flush();
        this.#known(drafts, from + n, this.#statements.findRecord(sourceId, typeCode, nativeId));
        continue;
      }
      homed++;
      this.#rows.add(versionAt(drafts, from + n, recordId), this.#sightingAt(drafts, from + n));
      this.#derived(drafts, from + n, recordId);
    }
    this.#flush();
    this.#counts.new += homed;
    this.#statements.countHome(batchId, homed);
  }

  #flush(): void {
    this.#rows.flush();
    this.#matchRows.flush();
    this.#moneyRows.flush();
  }

  /** Another payload of a record, or the same again; of a record that lives, sleeps, or was staged by someone else. */
  #known(drafts: DraftColumns, i: number, record: KnownRecord): void {
    const { batchId, sessionId } = this.#batch;
    const { recordId } = record;
    const before = this.#statements.versions(recordId, batchId, sessionId);
    const factsOf = this.#factsOf();
    const payloadHash = Buffer.from(drafts.payloadHashes.subarray(i * 32, i * 32 + 32));
    const same = before.find((version) => version.entered === 0 && version.payloadHash.equals(payloadHash));
    let after: KnownVersion[];
    if (same === undefined) {
      const versionId = this.#statements.addVersion({ ...versionAt(drafts, i, recordId), decisionId: null });
      this.#statements.addSighting({ ...this.#sightingAt(drafts, i), versionId });
      after = [
        ...before,
        {
          versionId,
          payloadHash,
          versionMs: numberOrNull(drafts.versionMs[i]),
          entered: 0,
          before: 0,
          here: 1,
          beforePeriodMs: null,
          herePeriodMs: null,
        },
      ];
      if (this.#options.askSecondShop) this.#compareSales(drafts, i, before, factsOf);
    } else {
      this.#statements.addSighting({ ...this.#sightingAt(drafts, i), versionId: same.versionId });
      after = before.map((version) => (version === same ? { ...version, here: 1 } : version));
    }
    this.#count(drafts.nativeIds[i] ?? '', before, after, factsOf);
    this.#claim(record);
    if (hangsOnPeriod(after)) this.#hangsOnPeriod = true;
    // A payload without a time moves with the file that shows it.
    const stands = same !== undefined && same.versionMs !== null && (same.before === 1 || same.here === 1);
    if (!stands && (after.length > 1 || this.#statements.hangsTogether(recordId))) addTouches(this.#db, batchId, [recordId]);
  }

  /** A record whose home is not in the book comes with this batch from now on. */
  #claim({ recordId, homeBatchId, homeState, homeSession }: KnownRecord): void {
    const { batchId, sessionId } = this.#batch;
    if (homeBatchId === batchId || homeState === 'published') return;
    const isStaged = homeState === 'staging' || homeState === 'staged';
    if (isStaged && homeSession === sessionId) return;
    if (isStaged) this.#options.tookFromOther();
    this.#statements.rehome(recordId, homeBatchId, batchId);
  }

  #count(nativeId: string, before: readonly KnownVersion[], after: readonly KnownVersion[], factsOf: FactsOf): void {
    const was = standingOf(before, factsOf);
    const is = standingOf(after, factsOf);
    if (was === is) return;
    if (was !== 'none') this.#counts[was]--;
    if (is !== 'none') this.#counts[is]++;
    if (is !== 'changed' || this.changes.length >= SHOWN) return;
    for (const change of changesOf(after, factsOf, this.#options.zone)) {
      if (this.changes.length < SHOWN) this.changes.push({ nativeId, ...change });
    }
  }

  #compareSales(drafts: DraftColumns, i: number, before: readonly KnownVersion[], factsOf: FactsOf): void {
    if (!before.some((version) => version.before === 1)) return;
    const here = JSON.parse(drafts.facts[i] ?? '{}') as Facts;
    const there = factsBefore(before, factsOf);
    if (!isAnotherSale(here, there)) return;
    this.#otherSales.push({
      nativeId: drafts.nativeIds[i] ?? '',
      here: describeSale(here, this.#options.zone),
      there: describeSale(there, this.#options.zone),
    });
  }

  #sightingAt(drafts: DraftColumns, i: number): Omit<SightingData, 'versionId'> {
    return {
      batchId: this.#batch.batchId,
      line: drafts.lines[i] ?? 0,
      byteOffset: drafts.byteOffsets[i] ?? 0,
      byteLength: drafts.byteLengths[i] ?? 0,
      pointer: drafts.pointers?.[i] ?? null,
    };
  }

  /** Derived rows of a record that stands alone so far. What hangs together with others is derived after publishing. */
  #derived(drafts: DraftColumns, i: number, recordId: number): void {
    const { batchId, sourceId, system } = this.#batch;
    const typeCode = drafts.typeCodes[i] ?? 0;
    const refs = drafts.refBytes.subarray(i === 0 ? 0 : (drafts.refEnds[i - 1] ?? 0), drafts.refEnds[i] ?? 0);
    if (!isOrderLike(typeFromCode(typeCode))) {
      const { moneyFigures, moneyTexts } = drafts;
      const at = drafts.places[i] ?? 0;
      this.#moneyRows.add(
        { recordId, sourceId, typeCode, refs },
        (place) => numberOrNull(moneyFigures[at * MONEY_FIGURES.length + place]),
        (place) => moneyTexts[place]?.[at] ?? null,
      );
      return;
    }
    const { texts } = drafts;
    this.#matchRows.add({
      recordId,
      sourceId,
      typeCode,
      amountMinor: numberOrNull(drafts.amounts[i]),
      netMinor: numberOrNull(drafts.nets[i]),
      currency: texts.currency[i] ?? null,
      placedMinute: numberOrNull(drafts.minutes[i]),
      dayOnly: drafts.dayOnly[i] === 1,
      name: texts.name[i] ?? null,
      email: texts.email[i] ?? null,
      firm: texts.firm[i] ?? null,
      phone: texts.phone[i] ?? null,
      place: texts.place[i] ?? null,
      items: texts.items[i] ?? null,
      title: texts.title[i] ?? null,
      refs,
    });
    const systemMask = 1 << SYSTEMS.indexOf(system);
    this.#rows.addOrder({ ...orderAt(drafts, i), recordId, homeBatchId: batchId, systemMask });
  }

  #factsOf(): FactsOf {
    const read = new Map<number, Facts>();
    return (versionId) => {
      let facts = read.get(versionId);
      if (facts === undefined) {
        facts = JSON.parse(this.#statements.facts(versionId)) as Facts;
        read.set(versionId, facts);
      }
      return facts;
    };
  }
}

function versionAt(drafts: DraftColumns, i: number, recordId: number): Omit<VersionData, 'decisionId'> {
  return {
    recordId,
    payloadHash: drafts.payloadHashes.subarray(i * 32, i * 32 + 32),
    versionMs: numberOrNull(drafts.versionMs[i]),
    facts: drafts.facts[i] ?? '{}',
    aliases: drafts.aliases[i] ?? '[]',
    refs: drafts.refs[i] ?? '[]',
  };
}

function describeSale(facts: Facts, zone: Zone): string {
  const total = showValue('total', facts.total ?? facts.amount, facts.currency ?? null, zone)?.text ?? '';
  const placed = showValue('placedAt', facts.placedAt, null, zone)?.text ?? '';
  return [placed, `${total} ${facts.currency ?? ''}`.trim(), facts.clientName ?? facts.email]
    .filter((part) => part != null && part !== '')
    .join(', ');
}
