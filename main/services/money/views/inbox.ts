/** The inbox: a page of it, its facets, one exception with all that tells about it. */
import { PLAYBOOKS } from '#core/exceptions/playbooks.ts';
import type { ReasonCode } from '#core/exceptions/reasons.ts';
import type { InboxFilter, InboxItem, InboxPage, InboxTab, inbox } from '#shared/contract/inbox.ts';
import type { Facet } from '#shared/contract/procedure.ts';
import { actorLabel } from '#shared/domain/decision.ts';
import type { StoredEvidence } from '#shared/domain/exception-view.ts';
import { formatGrouped } from '#shared/domain/money.ts';
import type { ExceptionAct } from '#shared/domain/money-decision.ts';
import { LINK_KINDS } from '#shared/domain/money-links.ts';
import { REASON_TITLES } from '#shared/domain/money-words.ts';
import { ownerName } from '#shared/domain/policy-words.ts';
import { SYSTEM_LABELS, type System } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { readException, readExceptions } from '#store/queries/inbox.ts';
import { readAnswers, readMoneyDecisions } from '#store/queries/money-decisions.ts';
import { linksAt } from '#store/queries/money-views.ts';
import { readDataVersion } from '#store/queries/settings.ts';
import type { ReaderContext } from '../../context.ts';
import type { InputOf, OutputOf } from '../../handlers.ts';
import { recentResults } from '../../recent-results.ts';
import { parsed, type ReadException, SubjectNames, summaryOf } from './exceptions.ts';

interface Listed {
  readonly exception: ReadException;
  readonly client: string;
  readonly system: System | null;
  readonly label: string;
}

interface Everything {
  readonly listed: readonly Listed[];
  readonly names: SubjectNames;
}

const DAY_MS = 86_400_000;
const everything = recentResults<Everything>(2);

function all(db: ReadableDb): Everything {
  return everything.of([db.name, readDataVersion(db)], () => {
    const exceptions = readExceptions(db).map(parsed);
    const names = new SubjectNames(db, exceptions);
    const listed = exceptions.map((exception) => ({
      exception,
      client: names.client(exception),
      system: names.system(exception),
      label: exception.subjects[0] === undefined ? '' : names.view(exception.subjects[0]).label,
    }));
    return { listed, names };
  });
}

export function list(
  { db, ports }: ReaderContext,
  { tab, filter, me, offset, limit }: InputOf<typeof inbox.list>,
): OutputOf<typeof inbox.list> {
  const nowMs = ports.clock.nowMs();
  const { listed, names } = all(db);
  const inFilter = listed.filter((one) => passes(one, filter, nowMs, null));
  const tabs = { open: 0, pending: 0, resolved: 0, waived: 0, mine: 0 };
  for (const one of inFilter) for (const name of tabsOf(one, me)) tabs[name]++;
  const shown = inFilter.filter((one) => tabsOf(one, me).includes(tab));
  const inTab = listed.filter((one) => tabsOf(one, me).includes(tab));
  return {
    tabs,
    total: shown.length,
    items: shown.slice(offset, offset + limit).map((one) => itemOf(one, names, nowMs)),
    facets: {
      reasons: facet(
        inTab,
        'reasons',
        filter,
        nowMs,
        ({ exception }) => exception.row.reason,
        (value) => REASON_TITLES[value] ?? value,
      ),
      severities: facet(
        inTab,
        'severities',
        filter,
        nowMs,
        ({ exception }) => exception.row.severity,
        (value) => value,
      ).sort((a, b) => (a.value < b.value ? -1 : 1)),
      owners: facet(inTab, 'owners', filter, nowMs, ({ exception }) => exception.row.owner, ownerName),
      systems: facet(
        inTab,
        'systems',
        filter,
        nowMs,
        ({ system }) => system,
        (value) => SYSTEM_LABELS[value as System].name,
      ),
    },
    inTime: shareInTime(db, listed, nowMs),
  };
}

function tabsOf({ exception }: Listed, me: string): InboxTab[] {
  const { state, assignee } = exception.row;
  const own: InboxTab[] = assignee !== null && assignee === me && (state === 'open' || state === 'pending') ? ['mine'] : [];
  return [state as InboxTab, ...own];
}

type FacetName = 'reasons' | 'severities' | 'owners' | 'systems';

/** `without`: the facet whose own choice does not count, so that its other values can be chosen. */
function passes(
  { exception, client, system, label }: Listed,
  filter: InboxFilter,
  nowMs: number,
  without: FacetName | null,
): boolean {
  const { row, guess } = exception;
  const chosen = (name: FacetName, values: readonly string[], value: string | null): boolean =>
    name === without || values.length === 0 || (value !== null && values.includes(value));
  const words = `${REASON_TITLES[row.reason] ?? row.reason} ${row.reason} ${client} ${label} ${guess?.text ?? ''}`.toLowerCase();
  return (
    chosen('reasons', filter.reasons, row.reason) &&
    chosen('severities', filter.severities, row.severity) &&
    chosen('owners', filter.owners, row.owner) &&
    chosen('systems', filter.systems, system) &&
    (!filter.lateOnly || isLate(exception, nowMs)) &&
    filter.text
      .toLowerCase()
      .split(/\s+/)
      .every((word) => words.includes(word))
  );
}

function isLate({ row }: ReadException, nowMs: number): boolean {
  return (row.state === 'open' || row.state === 'pending') && row.dueMs !== null && row.dueMs < nowMs;
}

function facet(
  listed: readonly Listed[],
  name: FacetName,
  filter: InboxFilter,
  nowMs: number,
  of: (one: Listed) => string | null,
  label: (value: string) => string,
): Facet[] {
  const counts = new Map<string, number>();
  for (const one of listed) {
    const value = of(one);
    if (value !== null && passes(one, filter, nowMs, name)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([value, count]) => ({ value, label: label(value), count }));
}

/** Of what was due in the last 30 days: the share that was settled by then. */
function shareInTime(db: ReadableDb, listed: readonly Listed[], nowMs: number): number | null {
  const due = listed.filter(
    ({ exception: { row } }) => row.dueMs !== null && row.dueMs <= nowMs && row.dueMs > nowMs - 30 * DAY_MS,
  );
  if (due.length === 0) return null;
  const settledAt = new Map(readMoneyDecisions(db, 'exception').map(({ body, atMs }) => [body.exceptionId, atMs]));
  const inTime = due.filter(({ exception: { row } }) => {
    if (row.byItself === 1) return true;
    return (row.state === 'resolved' || row.state === 'waived') && (settledAt.get(row.id) ?? nowMs) <= (row.dueMs ?? 0);
  });
  return inTime.length / due.length;
}

function itemOf({ exception, client, system }: Listed, names: SubjectNames, nowMs: number): InboxItem {
  const { row } = exception;
  return {
    ...summaryOf(exception, names),
    client,
    system,
    eventAt: row.eventMs,
    assignee: row.assignee,
    snoozedUntil: row.snoozedUntilMs,
    late: isLate(exception, nowMs),
    closedByItself: row.byItself === 1,
  };
}

export function get({ db, ports }: ReaderContext, { exceptionId }: InputOf<typeof inbox.get>): InboxPage | null {
  const row = readException(db, exceptionId);
  if (row === null) return null;
  const exception = parsed(row);
  const names = new SubjectNames(db, [exception]);
  const { subjects, held, guess } = exception;
  const listed: Listed = { exception, client: names.client(exception), system: names.system(exception), label: '' };
  return {
    item: itemOf(listed, names, ports.clock.nowMs()),
    what: whatOf(exception, names),
    subjects: subjects.map((subject) => names.view(subject)),
    heldBack: held.map((subject) => names.view(subject)),
    evidence: (JSON.parse(row.evidence) as StoredEvidence[]).map(({ label, text, minor }) => ({
      label,
      text: text ?? (minor === undefined ? '' : formatGrouped(minor, row.currency ?? '')),
      amountMinor: minor ?? null,
      currency: minor === undefined ? null : row.currency,
    })),
    guess:
      guess === null
        ? null
        : { text: guess.text, probability: guess.probability, subject: guess.subject === null ? null : names.view(guess.subject) },
    guessLink: guessLinkOf(db, exception),
    playbook: [...(PLAYBOOKS[row.reason as ReasonCode] ?? [])],
    history: historyOf(db, exception),
  };
}

/** "Refund has no order id: Stripe refund re_3QJ…. Held back until it is settled: 1." */
function whatOf({ row, subjects, held }: ReadException, names: SubjectNames): string {
  const about = subjects.map((subject) => names.view(subject).label).filter((label) => label !== '');
  const title = REASON_TITLES[row.reason] ?? row.reason;
  const hold = held.length === 0 ? '' : ' Nothing of it is posted or exported until it is settled.';
  return `${title}: ${about.slice(0, 3).join(', ')}${about.length > 3 ? ` and ${about.length - 3} more` : ''}.${hold}`;
}

/** The proposed link that the best guess stands for. */
function guessLinkOf(db: ReadableDb, { subjects, guess }: ReadException): InboxPage['guessLink'] {
  const toId = guess?.subject?.recordId ?? null;
  if (toId === null) return null;
  for (const { recordId } of subjects) {
    if (recordId === null) continue;
    const link = linksAt(db, recordId).find(
      ({ fromId, toId: end, linked }) =>
        linked === 0 && ((fromId === recordId && end === toId) || (fromId === toId && end === recordId)),
    );
    if (link !== undefined) return { kind: LINK_KINDS[link.kind] ?? '', fromId: link.fromId, toId: link.toId };
  }
  return null;
}

/** Newest first; it begins with the event itself. */
function historyOf(db: ReadableDb, { row }: ReadException): InboxPage['history'] {
  const answers = readAnswers(db, row.id).map(({ id, actor, atMs, reasonText, body }) => ({
    at: atMs,
    actor: actorLabel(actor),
    text: `${actWords(body.act)}${reasonText === null || reasonText === '' ? '' : `: ${reasonText}`}`,
    decisionId: id,
  }));
  const raised = `Raised: ${REASON_TITLES[row.reason] ?? row.reason}; goes to ${row.foundOwner} by rule`;
  const first = row.eventMs === null ? [] : [{ at: row.eventMs, actor: 'rule reconcile@1', text: raised, decisionId: null }];
  return [...answers.toReversed(), ...first];
}

function actWords(act: ExceptionAct): string {
  switch (act.do) {
    case 'waive':
      return 'Waived';
    case 'resolve':
      return 'Resolved';
    case 'snooze':
      return 'Put off';
    case 'assign':
      return `Handed over to ${act.assignee ?? act.owner}`;
  }
}
