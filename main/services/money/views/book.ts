/** Money of the book as a whole, of an order, and of a record. */
import type { LinkView, money, OrderPosition, PositionFigures } from '#shared/contract/money.ts';
import { LINK_KINDS, LINK_RULES } from '#shared/domain/money-links.ts';
import { LEAK_WORDS, ruleWords, TRANSFER_WORDS } from '#shared/domain/money-words.ts';
import { SYSTEM_LABELS, type System } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { countOpenExceptions, exceptionsOf, readOrderNames, readPayoutNames } from '#store/queries/inbox.ts';
import { readReconcileInput } from '#store/queries/money-decisions.ts';
import { positionReader, readLatestMoneyRun } from '#store/queries/money-found.ts';
import {
  countBroken,
  countPayoutStates,
  type LinkRecord,
  linksAt,
  linksInto,
  payoutsOfLines,
  readKeys,
  readLines,
  readOrderCurrency,
} from '#store/queries/money-views.ts';
import { findOrderHead } from '#store/queries/orders.ts';
import type { ReaderContext } from '../../context.ts';
import type { InputOf, OutputOf } from '../../handlers.ts';
import { badgeOf } from '../../records.ts';
import { endOf } from '../run/ends.ts';
import type { MoneyReport, ReportedWaiting } from '../run/report.ts';
import { summariesOf } from './exceptions.ts';
import { lineOf } from './payouts.ts';
import { reportsOf } from './reports.ts';

/** What the latest run said of the book as a whole; nothing before the first. */
export function latestReport(db: ReadableDb): MoneyReport {
  const run = readLatestMoneyRun(db);
  return run === null ? { waiting: [], months: [], leaks: [], coverage: [] } : (JSON.parse(run.report) as MoneyReport);
}

export function summary({ db }: ReaderContext): OutputOf<typeof money.summary> {
  const run = readLatestMoneyRun(db);
  const counts = new Map(countPayoutStates(db).map(({ state, count }) => [state, count]));
  const of = (state: string): number => counts.get(state) ?? 0;
  return {
    run:
      run === null
        ? null
        : {
            asOf: run.asOfMs,
            at: run.atMs,
            policyVersion: run.policyVersion,
            counts: JSON.parse(run.counts) as Record<string, number>,
            stale: run.inputVersion !== readReconcileInput(db),
          },
    payouts: {
      expected: of('expected'),
      waiting: of('waiting'),
      arrived: of('arrived'),
      broken: of('broken'),
      failed: of('failed'),
      before: of('before'),
    },
    breaks: countBroken(db),
    openExceptions: countOpenExceptions(db),
    waiting: latestReport(db).waiting.map((line) => ({
      ...line,
      system: line.system as System,
      inside: line.inside === '' ? null : line.inside,
      text: waitingText(line),
    })),
  };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function waitingText({ system, account, inside, afterDay }: ReportedWaiting): string {
  const one = inside || account;
  const name = one === '' ? 'a bank statement' : `${SYSTEM_LABELS[system as System].name} ${one}`;
  const parts = afterDay === null ? null : /^\d{4}-(\d{2})-(\d{2})$/.exec(afterDay);
  return parts === null
    ? `Waiting for ${name}`
    : `Waiting for ${name}, after ${Number(parts[2])} ${MONTHS[Number(parts[1]) - 1] ?? ''}`;
}

export function orderPosition({ db }: ReaderContext, { orderId }: InputOf<typeof money.orderPosition>): OrderPosition | null {
  const headId = findOrderHead(db, orderId);
  if (headId === null) return null;
  const found = positionReader(db).read(headId);
  if (found === null) return null;
  const links = linksInto(db, headId).filter(({ kind }) => LINK_KINDS[kind]?.endsWith('-order') === true);
  const ids = links.map(({ fromId }) => fromId);
  const lines = new Map(readLines(db, ids).map((line) => [line.recordId, lineOf(line)]));
  const payouts = payoutsOfLines(db, ids);
  const views = linkViews(db, links);
  const reports = reportsOf(db, ids);
  const { state, others, headId: _head, ...position } = found;
  return {
    orderId: readOrderNames(db, [headId]).get(headId)?.orderId ?? orderId,
    state: state as OrderPosition['state'],
    currency: readOrderCurrency(db, headId),
    position,
    byCurrency: Object.entries(others === null ? {} : (JSON.parse(others) as Record<string, PositionFigures>)).map(
      ([currency, figures]) => ({ currency, position: figures }),
    ),
    lines: links.flatMap(({ fromId }, at) => {
      const line = lines.get(fromId);
      const link = views[at];
      if (line === undefined || link === undefined) return [];
      const payout = payouts.get(fromId);
      return [
        {
          line,
          link,
          reports: reports.get(fromId) ?? [],
          payout: payout === undefined ? null : { ...payout, state: payout.state as 'arrived' },
        },
      ];
    }),
    exceptions: summariesOf(db, exceptionsOf(db, [headId, ...ids])),
  };
}

export function linksOf({ db }: ReaderContext, { recordId }: InputOf<typeof money.linksOf>): LinkView[] {
  return linkViews(db, linksAt(db, recordId));
}

function linkViews(db: ReadableDb, links: readonly LinkRecord[]): LinkView[] {
  const ids = [...new Set(links.flatMap(({ fromId, toId }) => [fromId, toId]))];
  const keys = readKeys(db, ids);
  const orders = readOrderNames(db, ids);
  const payouts = readPayoutNames(db, ids);
  return links.flatMap((link) => {
    const [from, to] = [keys.get(link.fromId), keys.get(link.toId)];
    const kind = LINK_KINDS[link.kind];
    if (from === undefined || to === undefined || kind === undefined) return [];
    const end = endOf(kind);
    const order = end === 'order' ? orders.get(link.toId) : undefined;
    const payout = end === 'payout' ? payouts.get(link.toId) : undefined;
    return [
      {
        kind,
        from: badgeOf(link.fromId, from),
        to: badgeOf(link.toId, to),
        toId: order?.orderId ?? payout?.payoutId ?? null,
        toLabel: order === undefined ? (payout?.reference ?? to.nativeId) : `Order ${order.number}`,
        state: link.linked === 1 ? ('linked' as const) : ('proposed' as const),
        probability: link.permille / 1000,
        decidedBy: ruleWords(LINK_RULES[link.rule] ?? ''),
        amountMinor: link.amountMinor,
        currency: link.currency === '' ? null : link.currency,
        groupId: link.groupId === 0 ? null : `grp_${link.groupId.toString(36)}`,
      },
    ];
  });
}

/** As money goes: what came in, what was taken off, what went out. */
const TRANSFER_ORDER = Object.keys(TRANSFER_WORDS);

function inOrder(movements: Readonly<Record<string, number>>): [kind: string, amountMinor: number][] {
  return Object.entries(movements).sort(([a], [b]) => TRANSFER_ORDER.indexOf(a) - TRANSFER_ORDER.indexOf(b));
}

export function clearing({ db }: ReaderContext): OutputOf<typeof money.clearing> {
  return latestReport(db).months.map(({ movements, ...month }) => ({
    ...month,
    system: month.system as System,
    movements: inOrder(movements).map(([kind, amountMinor]) => ({
      kind,
      label: TRANSFER_WORDS[kind] ?? kind,
      amountMinor,
    })),
  }));
}

export function leakage({ db }: ReaderContext): OutputOf<typeof money.leakage> {
  return latestReport(db).leaks.map((leak) => ({ ...leak, label: LEAK_WORDS[leak.kind] ?? leak.kind }));
}
