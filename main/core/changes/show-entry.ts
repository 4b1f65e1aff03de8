/** Log entries in plain words, for the list and for one entry. The hashed text itself is never changed. */
import type { LogFigure } from '#shared/contract/log.ts';
import type { LogEntryFields, LogValue } from '#shared/domain/change-log.ts';
import { FIELDS, type FieldSpec } from '#shared/domain/fields.ts';
import { formatGrouped } from '#shared/domain/money.ts';
import { REASON_TITLES } from '#shared/domain/money-words.ts';
import { RULE_LABELS } from '#shared/domain/policy-words.ts';
import { parseKeyText, type RecordKey } from '#shared/domain/source-record.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';

/** Every action that the app logs. */
const ACTIONS: Readonly<Record<string, string>> = {
  'book.created': 'Book created',
  'settings.changed': 'Setting changed',
  'import.published': 'Import published',
  'import.undone': 'Import undone',
  'import.redone': 'Import redone',
  'row.corrected': 'Row corrected',
  'match.run': 'Matching run',
  'money.run': 'Reconciliation',
  'link.made': 'Linked',
  'link.refused': 'Kept apart from a link',
  'money.writtenOff': 'Written off',
  'money.opening': 'Opening balance',
  'money.coverage': 'Coverage confirmed',
  'policy.changed': 'Policy changed',
  'exception.waived': 'Exception waived',
  'exception.resolved': 'Exception resolved',
  'exception.snoozed': 'Exception put off',
  'exception.assigned': 'Exception handed over',
  'model.adopted': 'Model adopted',
  'model.prepared': 'Model prepared',
  'link.audited': 'Link looked at',
  'order.merged': 'Orders merged',
  'order.split': 'Order split',
  'order.related': 'Orders related',
  'pair.apart': 'Marked not a duplicate',
  'proposal.skipped': 'Question put off',
  'ids.pinned': 'Exported ids pinned',
  'field.picked': 'Value picked',
  'field.overridden': 'Value overridden',
  'decision.withdrawn': 'Decision taken back',
  'decision.restored': 'Decision restored',
  'mapping.saved': 'Mapping saved',
  'mapping.deleted': 'Mapping deleted',
};

/** "Orders merged"; an action that this version does not know is shown as it is written. */
export function actionLabel(action: string): string {
  return ACTIONS[action] ?? action;
}

const SETTINGS: Readonly<Record<string, string>> = { name: 'Name', baseCurrency: 'Base currency', timeZone: 'Time zone' };

export function fieldLabel(field: string): string {
  const spec: FieldSpec | undefined = (FIELDS as Readonly<Record<string, FieldSpec>>)[field];
  return spec?.label ?? SETTINGS[field] ?? field.split(', ').map(ruleLabel).join(', ');
}

/** "Write-off limit"; what is no rule of the policy is shown as it is written. */
function ruleLabel(name: string): string {
  return (RULE_LABELS as Readonly<Record<string, string>>)[name] ?? name;
}

/** The record that a subject names, or null for batches, decisions, settings. */
export function subjectKey(subject: string): RecordKey | null {
  return subject.startsWith('[') ? parseKeyText(subject) : null;
}

/** "Shopify order #1042", "orders.csv", "decision 4". `fileNameOf` gives the file of a batch. */
export function subjectLabel(subject: string, fileNameOf: (batchId: number) => string | null): string {
  const key = subjectKey(subject);
  if (key !== null) return `${SYSTEM_LABELS[key.system].name} ${key.type.replaceAll('_', ' ')} ${key.nativeId}`;
  const [kind = '', id] = subject.split(':');
  if (id === undefined) return kind === 'settings' ? 'Book settings' : kind === 'policy' ? 'Policy' : kind;
  if (kind === 'batch') return fileNameOf(Number(id)) ?? `batch ${id}`;
  if (kind === 'run') return `matching run ${id}`;
  if (kind === 'moneyRun') return `reconciliation ${id}`;
  return `${kind} ${id}`;
}

/** A value of `before` or `after` in one line; null where there is none. */
export function showLogValue(value: LogValue): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (isList(value)) return value.map((item) => showLogValue(item) ?? '–').join(', ');
  return showMembers(value);
}

/** `before` or `after` of one entry, a line for each value in it, in the order in which it was hashed. Counts have their thousands set apart. */
export function logFigures(value: LogValue): LogFigure[] {
  const text = showLogValue(value);
  if (text === null) return [];
  if (!isMembers(value) || asOneValue(value) !== null) return [{ name: null, text }];
  return Object.entries(value).flatMap(([key, member]): LogFigure[] => {
    if (isMembers(member) && asOneValue(member) === null) return logFigures(member);
    const shown = showLogValue(member);
    if (shown === null) return [];
    return [isTotal(key, member) ? { name: 'total', text: showTotal(key, member) } : { name: nameOf(key), text: figure(shown) }];
  });
}

/** A short row of digits is a count; a long one, or one that starts with 0, is an id or a hash and stays as it is. */
function figure(text: string): string {
  return /^[1-9]\d{3,8}$/.test(text) ? grouped(text) : text;
}

function showMembers(value: Members): string {
  const one = asOneValue(value);
  if (one !== null) return one;
  return Object.entries(value)
    .filter(([, member]) => member !== null)
    .map(([key, member]) => (isTotal(key, member) ? showTotal(key, member) : `${nameOf(key)} ${showLogValue(member)}`))
    .join(' · ');
}

/** An amount, a time, a line item: members that are one value together. */
function asOneValue({ minor, currency, text, quantity, name, precision }: Members): string | null {
  if (typeof minor === 'string') {
    const code = typeof currency === 'string' ? currency : '';
    return `${formatGrouped(Number(minor), code)} ${code}`.trimEnd();
  }
  if (typeof text === 'string' && precision !== undefined) return text;
  if (typeof quantity === 'string' && typeof name === 'string') return `${quantity} × ${name}`;
  return null;
}

type Members = { readonly [key: string]: LogValue };

function isMembers(value: LogValue): value is Members {
  return typeof value === 'object' && value !== null && !isList(value);
}

function showTotal(currency: string, minor: LogValue): string {
  return `${formatGrouped(Number(minor), currency)} ${currency}`;
}

/** Reasons of exceptions by their titles, other names as words: `crowdedBlocks` → `crowded blocks`. */
function nameOf(key: string): string {
  return REASON_TITLES[key] ?? inWords(key);
}

function inWords(key: string): string {
  return key.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}

/** Control totals stand under their currency: minor units as text. */
function isTotal(key: string, value: LogValue): boolean {
  return /^[A-Z]{3}$/.test(key) && typeof value === 'string' && /^-?\d{1,15}$/.test(value);
}

function isList(value: LogValue): value is readonly LogValue[] {
  return Array.isArray(value);
}

/**
 * What an entry changed, for one line of a list. Imports and matching runs hold many figures: a list shows those that people count in.
 */
export function showChange(action: string, value: LogValue): string | null {
  const counts = typeof value === 'object' && value !== null && !isList(value) ? value.counts : undefined;
  if (counts === undefined || typeof counts !== 'object' || counts === null || isList(counts)) return showLogValue(value);
  const figure = (name: string) => grouped(counts[name] ?? '0');
  if (action === 'match.run')
    return `${figure('compared')} pairs compared · ${figure('joined')} joined by rule · ${figure('questions')} questions`;
  if (action === 'money.run') return `${figure('links')} links · ${figure('payouts')} payouts · ${figure('exceptions')} exceptions`;
  const unreadable = figure('unreadable') === '0' ? '' : ` · ${figure('unreadable')} unreadable`;
  return `${figure('new')} new · ${figure('changed')} changed · ${figure('known')} already known${unreadable}`;
}

function grouped(digits: LogValue): string {
  return (typeof digits === 'string' ? digits : JSON.stringify(digits)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "CRM owns the terms (owner)"; the words alone where the code says no more. */
export function showWhy(why: LogEntryFields['why']): string | null {
  if (why === null) return null;
  return why.text === '' ? why.code : why.text;
}
