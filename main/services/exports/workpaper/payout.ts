/** The workpaper of one payout: from its orders to the bank and the books, line by line, each with the place it stands at. */
import type { Content } from 'pdfmake/interfaces.js';
import { isContentId } from '#core/connectors/content-id.ts';
import type { PayoutPage } from '#shared/contract/money.ts';
import { MONEY_KINDS } from '#shared/domain/money-events.ts';
import { MONEY_KIND_WORDS } from '#shared/domain/money-words.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { readEvidence } from '#store/queries/evidence.ts';
import { type LineRow, payoutLineIds, readLines, readPayout } from '#store/queries/money-views.ts';
import { amount, heading, moment, type NamedFiles, table } from './parts.ts';

export function payoutContent(db: ReadableDb, page: PayoutPage, files: NamedFiles): Content[] {
  const { head } = page;
  const headId = readPayout(db, head.payoutId)?.headId ?? 0;
  const { ids } = payoutLineIds(db, headId, 'all', { offset: 0, limit: head.lineCount });
  return [
    { text: `${SYSTEM_LABELS[head.system].name} payout ${head.reference}`, fontSize: 15, bold: true },
    {
      text: [head.payoutId, head.account, moment(head.at), head.currency, `state: ${head.state}`]
        .filter((text) => text !== '')
        .join(' · '),
      color: '#555555',
    },
    { text: page.summary, margin: [0, 4, 0, 0] },
    heading('Chain'),
    stations(page.chain, head.currency),
    heading('From gross to the bank'),
    stations(page.waterfall, head.currency),
    ...breaks(page),
    ...records(db, page, files),
    ...lines(db, page, ids, files),
  ];
}

function stations(list: PayoutPage['chain'], currency: string): Content {
  return table(
    ['', `Amount (${currency})`, ''],
    ['*', 'auto', '*'],
    list.map(({ label, amountMinor, note }) => [label, amount(amountMinor, currency), note]),
  );
}

function breaks({ breaks: list }: PayoutPage): Content[] {
  if (list.length === 0) return [heading('What does not hold'), 'Nothing.'];
  return [
    heading('What does not hold'),
    table(
      ['Exception', 'What', 'About', 'Amount', 'State', 'Owner', 'Best guess'],
      ['auto', 'auto', '*', 'auto', 'auto', 'auto', '*'],
      list.map(({ exceptionId, title, subject, amountMinor, currency, state, owner, bestGuess }) => [
        exceptionId,
        title,
        subject,
        amount(amountMinor, currency),
        state,
        owner,
        bestGuess ?? '',
      ]),
    ),
  ];
}

function records(db: ReadableDb, { records: list }: PayoutPage, files: NamedFiles): Content[] {
  if (list.length === 0) return [];
  const places = readEvidence(
    db,
    list.map(({ recordId }) => recordId),
  );
  return [
    heading('The payout, its bank lines and its bookings'),
    table(
      ['', 'Record', 'At (UTC)', 'Amount', 'Linked by', 'Stands in'],
      ['auto', '*', 'auto', 'auto', 'auto', 'auto'],
      list.map(({ part, system, nativeId, recordId, at, amountMinor, currency, state, decidedBy }) => [
        part,
        `${SYSTEM_LABELS[system].name} ${shown(nativeId)}`,
        moment(at),
        amount(amountMinor, currency),
        state === 'linked' ? decidedBy : `proposed: ${decidedBy}`,
        files.place(places.get(recordId)),
      ]),
    ),
  ];
}

function lines(db: ReadableDb, { head }: PayoutPage, ids: readonly number[], files: NamedFiles): Content[] {
  if (ids.length === 0) return [heading('Lines'), 'None is in the book.'];
  const places = readEvidence(db, ids);
  const rows = readLines(db, ids).map((line) => [
    moment(line.atMinute === null ? null : line.atMinute * 60_000, line.dayOnly === 1),
    kindOf(line),
    shown(line.key.nativeId),
    orderOf(line),
    amount(line.amountMinor, line.currency),
    amount(line.feeMinor, line.currency),
    amount(line.netMinor, line.currency),
    files.place(places.get(line.recordId)),
  ]);
  const sum = ['', { text: 'Sum of the lines', bold: true }, '', '', '', '', amount(head.lineSumMinor, head.currency), ''];
  const sent = ['', { text: 'Sent', bold: true }, '', '', '', '', amount(head.sentMinor, head.currency), ''];
  return [
    heading(`Lines (${ids.length})`),
    table(
      ['At (UTC)', 'Kind', 'Record', 'Order', 'Amount', 'Fee', 'Net', 'Stands in'],
      ['auto', 'auto', '*', 'auto', 'auto', 'auto', 'auto', 'auto'],
      [...rows, sum, sent],
    ),
  ];
}

/** A row without an id of its own is named by the place it stands at, which is told beside it. */
function shown(nativeId: string): string {
  return isContentId(nativeId) ? 'a row without an id' : nativeId;
}

function kindOf({ kind }: LineRow): string {
  const name = kind === null ? undefined : MONEY_KINDS[kind];
  return name === undefined ? 'Not said' : MONEY_KIND_WORDS[name];
}

function orderOf({ orderNumber, orderLinked }: LineRow): string {
  if (orderNumber === null) return '';
  return orderLinked === 1 ? orderNumber : `${orderNumber}?`;
}
