/** The command line as data: which commands there are, what each takes, and what is said of bad use. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { EXPORT_KINDS, type ExportFormat, type ExportKind, FORMATS_OF } from '#shared/contract/exports.ts';
import { columnMapping, type ImportAnswers } from '#shared/contract/imports.ts';
import { isCurrencyCode } from '#shared/domain/money.ts';
import { SYSTEMS } from '#shared/domain/systems.ts';

export const USAGE = `onefold import BOOK [--account SYSTEM=NAME] [--mapping FILE] [--date-order dmy|mdy|ymd] [--decimal .|,] [--dry-run]
               [--currency CODE] [--zone ZONE] FILES…
onefold match BOOK
onefold reconcile BOOK [--as-of ISO]
onefold status BOOK
onefold export BOOK --what ${EXPORT_KINDS.join('|')} [--format F] [--payout pyo_…] --out PATH
onefold verify BOOK|PACK [--head HEX | --against OLDER]
onefold rebuild BOOK --check
onefold models BOOK [--prepare | --try NUMBER | --adopt NUMBER]
onefold match-csv SPEC [TABLE=]FILE… --out FOLDER [--model MODEL] [--splink] [--threads N]
onefold demo BOOK [--profile shop|agency] [--orders N] [--seed S]

Formats: orders, proposals, links, exceptions, log: jsonl|csv|xlsx · journal: ${FORMATS_OF.journal.join('|')} · workpaper: pdf · audit-pack: zip
--as-of: what is dated after it does not count; a day means its end, UTC. Left out: the latest moment that the data covers.
--json gives a summary on standard output everywhere; progress goes to standard error.
Exit: 0 done · 1 findings · 2 bad use, an open question, or nothing could be imported · 3 damaged data (broken chain, rebuild differs).`;

/** Bad use, in a sentence: exit 2. */
export class BadUse extends Error {
  override readonly name = 'BadUse';
}

export type Command =
  | {
      readonly name: 'import';
      readonly book: string;
      readonly files: readonly string[];
      /** By system, and `*` for all. */
      readonly answers: Readonly<Record<string, ImportAnswers>>;
      readonly mappingFile: string | null;
      readonly dryRun: boolean;
      /** Of a book that is still to be made; null: the one that most of the files state. */
      readonly currency: string | null;
      /** The same, IANA name; null: UTC. */
      readonly zone: string | null;
    }
  | { readonly name: 'match' | 'status' | 'rebuild'; readonly book: string }
  /** `asOfMs` null: the latest moment that the data covers. */
  | { readonly name: 'reconcile'; readonly book: string; readonly asOfMs: number | null }
  | {
      readonly name: 'export';
      readonly book: string;
      readonly what: ExportKind;
      readonly format: ExportFormat;
      /** Of a workpaper: only this payout. */
      readonly payoutId?: string;
      readonly out: string;
    }
  /** What to do with models, by their numbers; nothing: list them. */
  | {
      readonly name: 'models';
      readonly book: string;
      readonly prepare: boolean;
      readonly tried: number | null;
      readonly adopted: number | null;
    }
  | { readonly name: 'verify'; readonly path: string; readonly head: string | null; readonly against: string | null }
  | {
      readonly name: 'match-csv';
      readonly spec: string;
      readonly files: readonly string[];
      readonly out: string;
      readonly model: string | null;
      /** Write the model as Splink's settings too, with the prepared tables it reads. */
      readonly splink: boolean;
      /** Null: as many as are worth it. */
      readonly threads: number | null;
    }
  | {
      readonly name: 'demo';
      readonly book: string;
      readonly profile: 'shop' | 'agency';
      readonly orders: number;
      readonly seed: number;
    };

export interface Asked {
  readonly command: Command;
  readonly json: boolean;
}

const OPTIONS = {
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  account: { type: 'string', multiple: true },
  mapping: { type: 'string' },
  'date-order': { type: 'string' },
  decimal: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  currency: { type: 'string' },
  zone: { type: 'string' },
  what: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string' },
  payout: { type: 'string' },
  head: { type: 'string' },
  against: { type: 'string' },
  check: { type: 'boolean', default: false },
  prepare: { type: 'boolean', default: false },
  try: { type: 'string' },
  adopt: { type: 'string' },
  'as-of': { type: 'string' },
  model: { type: 'string' },
  splink: { type: 'boolean', default: false },
  threads: { type: 'string' },
  profile: { type: 'string' },
  orders: { type: 'string' },
  seed: { type: 'string' },
} as const;

type Option = keyof typeof OPTIONS;
type Values = ReturnType<typeof parse>['values'];

/** Options that each command takes, besides `--json`. */
const TAKES: Readonly<Record<string, readonly Option[]>> = {
  import: ['account', 'mapping', 'date-order', 'decimal', 'dry-run', 'currency', 'zone'],
  match: [],
  reconcile: ['as-of'],
  status: [],
  export: ['what', 'format', 'out', 'payout'],
  verify: ['head', 'against'],
  'match-csv': ['out', 'model', 'splink', 'threads'],
  rebuild: ['check'],
  models: ['prepare', 'try', 'adopt'],
  demo: ['profile', 'orders', 'seed'],
};

/** Null when help was asked for. Throws `BadUse`. */
export function readArguments(args: readonly string[]): Asked | null {
  const { values, positionals } = parse(args);
  const [name, ...rest] = positionals;
  if (values.help || name === 'help') return null;
  if (name === undefined) throw new BadUse(`Say what to do.\n${USAGE}`);
  const takes = TAKES[name];
  if (takes === undefined) throw new BadUse(`There is no command "${name}".\n${USAGE}`);
  for (const option of Object.keys(OPTIONS) as Option[]) {
    const given = values[option];
    if (given !== undefined && given !== false && option !== 'json' && !takes.includes(option))
      throw new BadUse(`"${name}" takes no --${option}.\n${USAGE}`);
  }
  return { command: commandOf(name, rest, values), json: values.json };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new BadUse(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function commandOf(name: string, rest: readonly string[], values: Values): Command {
  const [first, ...others] = rest;
  if (name === 'match-csv') return matchCsvOf(rest, values);
  if (first === undefined) throw new BadUse(`"${name}" needs a ${name === 'verify' ? 'book or a pack' : 'book'}.\n${USAGE}`);
  if (name !== 'import' && others.length > 0) throw new BadUse(`"${name}" takes one path; "${others[0]}" is too much.\n${USAGE}`);
  switch (name) {
    case 'import':
      if (others.length === 0) throw new BadUse(`Name the files to import.\n${USAGE}`);
      return {
        name,
        book: first,
        files: others,
        answers: answersOf(values),
        mappingFile: values.mapping ?? null,
        dryRun: values['dry-run'],
        currency: values.currency === undefined ? null : currencyOf(values.currency),
        zone: values.zone ?? null,
      };
    case 'reconcile':
      return { name, book: first, asOfMs: values['as-of'] === undefined ? null : instant('as-of', values['as-of']) };
    case 'export':
      return exportOf(first, values);
    case 'verify':
      return verifyOf(first, values);
    case 'models':
      return modelsOf(first, values);
    case 'rebuild':
      if (!values.check)
        throw new BadUse('"rebuild" needs --check: it recomputes the book beside itself and compares; it changes nothing.');
      return { name, book: first };
    case 'demo':
      return {
        name,
        book: first,
        profile: oneOf('profile', values.profile ?? 'shop', ['shop', 'agency']),
        orders: wholeNumber('orders', values.orders ?? '2000', 1, 5_000_000),
        seed: wholeNumber('seed', values.seed ?? '1', 0, 2 ** 31 - 1),
      };
    default:
      return { name: oneOf('command', name, ['match', 'status']), book: first };
  }
}

function answersOf(values: Values): Record<string, ImportAnswers> {
  const answers: Record<string, ImportAnswers> = {};
  for (const given of values.account ?? []) {
    const at = given.indexOf('=');
    const system = given.slice(0, at);
    const account = given.slice(at + 1).trim();
    if (at < 1 || account === '')
      throw new BadUse(`--account is written SYSTEM=NAME, such as --account shopify=storeA; "${given}" is not.`);
    answers[oneOf('account', system, SYSTEMS)] = { account };
  }
  const all: ImportAnswers = {
    ...(values['date-order'] === undefined ? {} : { dateOrder: oneOf('date-order', values['date-order'], ['dmy', 'mdy', 'ymd']) }),
    ...(values.decimal === undefined ? {} : { decimalMark: oneOf('decimal', values.decimal, ['.', ',']) }),
  };
  if (Object.keys(all).length > 0) answers['*'] = all;
  return answers;
}

function exportOf(book: string, values: Values): Command {
  const { what, out } = values;
  if (what === undefined) throw new BadUse(`"export" needs --what: one of ${EXPORT_KINDS.join(', ')}.`);
  if (out === undefined) throw new BadUse('"export" needs --out: where to write the file.');
  const kind = oneOf('what', what, EXPORT_KINDS);
  const { payout } = values;
  if (payout !== undefined && kind !== 'workpaper') throw new BadUse('--payout is for --what workpaper.');
  const format = formatOf(kind, values.format, out);
  return { name: 'export', book, what: kind, format, out, ...(payout === undefined ? {} : { payoutId: payout }) };
}

function formatOf(kind: ExportKind, given: string | undefined, out: string): ExportFormat {
  const formats = FORMATS_OF[kind];
  if (given === undefined) {
    const byName = formats.find((format) => out.endsWith(`.${format}`));
    const [usual] = formats;
    // Nothing about a journal's file name tells whose books it is for.
    if (kind === 'journal' && byName === undefined)
      throw new BadUse(`A journal needs --format: one of ${formats.join(', ')}, by the books that it goes to.`);
    return byName ?? usual ?? 'jsonl';
  }
  const format = formats.find((one) => one === given);
  if (format === undefined)
    throw new BadUse(
      kind === 'audit-pack'
        ? 'An audit pack is a zip: leave --format out.'
        : `"${kind}" is exported as ${formats.join(' or ')}; "${given}" is not one of them.`,
    );
  return format;
}

/** More than any machine that this runs on has use for. */
const MOST_THREADS = 64;

function matchCsvOf([spec, ...files]: readonly string[], { out, model, splink, threads }: Values): Command {
  if (spec === undefined || files.length === 0)
    throw new BadUse(`"match-csv" needs a specification and the files to match; docs/matching.md explains both.\n${USAGE}`);
  if (out === undefined) throw new BadUse('"match-csv" needs --out: a folder for pairs.csv, clusters.csv and model.json.');
  return {
    name: 'match-csv',
    spec,
    files,
    out,
    model: model ?? null,
    splink,
    threads: threads === undefined ? null : wholeNumber('threads', threads, 1, MOST_THREADS),
  };
}

function modelsOf(book: string, { prepare, try: tried, adopt: adopted }: Values): Command {
  if ([prepare, tried !== undefined, adopted !== undefined].filter(Boolean).length > 1)
    throw new BadUse('Give one of --prepare, --try and --adopt.');
  const numbered = (option: string, text: string | undefined): number | null =>
    text === undefined ? null : wholeNumber(option, text, 1, 1_000_000);
  return { name: 'models', book, prepare, tried: numbered('try', tried), adopted: numbered('adopt', adopted) };
}

function verifyOf(path: string, { head, against }: Values): Command {
  if (head !== undefined && against !== undefined) throw new BadUse('Give --head or --against, not both.');
  if (head !== undefined && !/^[0-9a-fA-F]{64}$/.test(head)) throw new BadUse('A head is 64 hexadecimal digits.');
  return { name: 'verify', path, head: head?.toLowerCase() ?? null, against: against ?? null };
}

/** A saved mapping, as `--mapping` names it: the same JSON that the window exports. Throws `BadUse`. */
export function readMapping(text: string, path: string): NonNullable<ImportAnswers['mapping']> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BadUse(`${path} is not JSON. A mapping file is what "Save mapping" writes.`);
  }
  const parsed = columnMapping.safeParse(value);
  if (!parsed.success) throw new BadUse(`${path} is not a mapping: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function oneOf<const T extends string>(option: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new BadUse(`--${option} is one of ${choices.join(', ')}; "${value}" is not.`);
  return found;
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most))
    throw new BadUse(`--${option} is a whole number from ${least} to ${most}; "${text}" is not.`);
  return value;
}

function currencyOf(text: string): string {
  if (!isCurrencyCode(text)) throw new BadUse(`--currency is a code of three capital letters, as in EUR; "${text}" is not.`);
  return text;
}

/** UTC ms of an ISO 8601 date or time; a date alone is its last moment. */
function instant(option: string, text: string): number {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  const ms = isDay || isTime ? Date.parse(isDay ? `${text}T23:59:59.999Z` : text) : Number.NaN;
  if (Number.isNaN(ms))
    throw new BadUse(`--${option} is a date or a time as in 2026-11-14 or 2026-11-14T08:00:00Z; "${text}" is not.`);
  return ms;
}
