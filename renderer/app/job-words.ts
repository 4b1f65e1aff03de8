/** What the result of a finished job says, in words. Results are JSON of the app's own making; what is not there is not said. */
import { plural } from '../design/format.ts';

/** A one-time download that an export left, or null. */
export function downloadOf(result: string | null): { ticket: string; fileName: string } | null {
  const ticket = field(parse(result), 'ticket');
  const fileName = field(parse(result), 'fileName');
  return typeof ticket === 'string' && typeof fileName === 'string' ? { ticket, fileName } : null;
}

/** What a journal holds back and why, as a file beside it, or null. */
export function heldFileOf(result: string | null): { ticket: string; fileName: string; lines: number } | null {
  const value = parse(result);
  const file = field(value, 'heldFile');
  const [ticket, fileName, lines] = [field(file, 'ticket'), field(file, 'fileName'), field(field(value, 'journal'), 'held')];
  return typeof ticket === 'string' && typeof fileName === 'string' && typeof lines === 'number'
    ? { ticket, fileName, lines }
    : null;
}

/** Where the backup lies that a person asked for, or null: the one of the day is nobody's question. */
export function backupOf(result: string | null): string | null {
  const value = parse(result);
  const path = field(value, 'path');
  return typeof path === 'string' && field(value, 'daily') !== true ? path : null;
}

/** `Looked for duplicates: 785 records compared, 39 questions for you, 210 pairs joined by rule.`; null when the result holds no counts. */
export function matchSentence(result: string | null): string | null {
  const counts = field(parse(result), 'counts');
  const [records, questions, joined] = ['records', 'questions', 'joined'].map((name) => field(counts, name));
  if (typeof records !== 'number' || typeof questions !== 'number') return null;
  const found = [
    questions === 0 ? 'nothing to ask you' : `${plural(questions, 'question')} for you`,
    ...(typeof joined === 'number' && joined > 0 ? [`${plural(joined, 'pair')} joined by rule`] : []),
  ];
  return `Looked for duplicates: ${[`${plural(records, 'record')} compared`, ...found].join(', ')}.`;
}

function parse(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
