/** What is in force now, and what files and people say of where accounts begin and how far sources tell everything. */
import { REASON_CODES, REASONS } from '#core/exceptions/reasons.ts';
import type { OpeningAccount, policy } from '#shared/contract/policy.ts';
import { actorLabel } from '#shared/domain/decision.ts';
import type { AccountName } from '#shared/domain/money-decision.ts';
import type { System } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { readSources } from '#store/queries/match-rows-reading.ts';
import { readMoneyDecisions, readPolicy } from '#store/queries/money-decisions.ts';
import { readStatements } from '#store/queries/statements.ts';
import type { ReaderContext } from '../context.ts';
import type { OutputOf } from '../handlers.ts';
import { latestReport } from '../money/views/book.ts';

export function inForce({ db }: ReaderContext): OutputOf<typeof policy.inForce> {
  const { policy: rules, version } = readPolicy(db);
  const { contractRates, railWords, bookOfRecord, needsOrder, journalNames } = rules;
  return {
    ...rules,
    version,
    contractRates: contractRates.map((rate) => ({ ...rate, system: rate.system as System })),
    railWords: Object.fromEntries(Object.entries(railWords).map(([rail, words]) => [rail, [...words]])),
    bookOfRecord,
    needsOrder: [...needsOrder],
    journalNames: [...journalNames],
    reasons: REASON_CODES.map((code) => ({ code, ...REASONS[code] })),
  };
}

/** Accounts of the roll-forward that begin with a balance: what gateways hold, and banks. */
const BEGINS: ReadonlySet<string> = new Set(['clearing', 'bank']);

/** Every gateway and bank account that money moved on or a statement names, by system and name. */
export function openings({ db }: ReaderContext): OutputOf<typeof policy.openings> {
  const accounts = new Map<string, OpeningAccount>();
  const at = (name: AccountName, currency: string): OpeningAccount => {
    const key = openingKey(name, currency);
    const known = accounts.get(key) ?? { ...name, currency, derived: null, entered: null };
    accounts.set(key, known);
    return known;
  };
  const put = (account: OpeningAccount): void => void accounts.set(openingKey(account, account.currency), account);
  for (const { name, currency, ...derived } of firstBalances(db)) {
    const account = at(name, currency);
    if (account.derived === null) put({ ...account, derived });
  }
  const stated = new Set([...accounts.values()].map(({ system, account, currency }) => `${system} ${account} ${currency}`));
  for (const { account: kind, system, systemAccount: account, currency } of latestReport(db).months)
    if (BEGINS.has(kind) && !stated.has(`${system} ${account} ${currency}`))
      at({ system: system as System, account, inside: null }, currency);
  for (const { id: decisionId, actor, atMs, body } of readMoneyDecisions(db, 'opening'))
    put({
      ...at(body.at, body.currency),
      entered: { amountMinor: body.amountMinor, decisionId, actor: actorLabel(actor), at: atMs },
    });
  return [...accounts.values()].sort((a, b) => (openingKey(a, a.currency) < openingKey(b, b.currency) ? -1 : 1));
}

function openingKey({ system, account, inside }: AccountName, currency: string): string {
  return [system, account, inside ?? '', currency].join('\u0000');
}

interface FirstBalance {
  readonly name: AccountName;
  readonly currency: string;
  readonly amountMinor: number;
  readonly day: string | null;
  readonly fileName: string;
}

/** Balances that statements begin with, by first day. Lines of a bank bear the account inside it; those of a gateway none. */
function firstBalances(db: ReadableDb): FirstBalance[] {
  const sources = new Map(readSources(db).map((source) => [source.id, source]));
  const balances = readStatements(db).flatMap(({ sourceId, account, currency, openingMinor, fromDay, fileName }) => {
    const source = sources.get(sourceId);
    // What Amazon carries over is its reserve, an account of its own that its settlements roll forward.
    if (source === undefined || openingMinor === null || source.system === 'amazon') return [];
    const system = source.system as System;
    const inside = system === 'bank' && account !== '' ? account : null;
    return [{ name: { system, account: source.account, inside }, currency, amountMinor: openingMinor, day: fromDay, fileName }];
  });
  return balances.sort((a, b) => byDay(a.day, b.day));
}

/** ISO days; one that no file tells comes last. */
function byDay(a: string | null, b: string | null): number {
  if (a === b) return 0;
  return a === null || (b !== null && a > b) ? 1 : -1;
}

export function coverage({ db }: ReaderContext): OutputOf<typeof policy.coverage> {
  return {
    stretches: latestReport(db).coverage.map((row) => ({
      ...row,
      system: row.system as System,
      inside: row.inside === '' ? null : row.inside,
    })),
    decisions: readMoneyDecisions(db, 'coverage').map(({ id, actor, atMs, body }) => ({
      ...body.at,
      fromDay: body.fromDay,
      toDay: body.toDay,
      lacks: body.lacks === true,
      decisionId: id,
      actor: actorLabel(actor),
      at: atMs,
    })),
  };
}
