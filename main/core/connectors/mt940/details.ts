/**
 * Field 86: what a movement is about. Three ways of writing it are known: numbered parts (`166?20…?32…`, German, Polish and French banks;
 * some write `>` for `?`), words between strokes (`/EREF/…/REMI/…`, Dutch banks), and free text.
 */
export interface Details {
  readonly description: string | null;
  readonly counterparty: string | null;
  readonly counterAccount: string | null;
  readonly references: readonly string[];
  /** The bank's code of the kind of transaction (GVC), where parts are numbered. */
  readonly code: string | null;
}

/** SWIFT breaks lines at 65 characters, in mid-word; a shorter line ends where the bank ended it. */
const LINE = 65;
/** A numbered part holds 27 characters and goes on in the next one. */
const PART = 27;

export function readDetails(lines: readonly string[]): Details {
  const run = lines.join('');
  const numbered = /^\s*(\d{3})\s*([?>])(?=\d{2})/.exec(run);
  if (numbered !== null) return fromParts(run, numbered[1] ?? '', numbered[2] ?? '?');
  if (WORDS_START.test(run)) return fromWords(run);
  const text = lines.reduce((all, line, i) => all + ((lines[i - 1]?.length ?? 0) >= LINE ? line : ` ${line}`), '');
  return { ...NOTHING, description: clean(text) };
}

const NOTHING: Details = { description: null, counterparty: null, counterAccount: null, references: [], code: null };

function fromParts(run: string, code: string, mark: string): Details {
  const parts = new Map<number, string>();
  const pieces = run.split(new RegExp(`\\${mark}(?=\\d{2})`)).slice(1);
  for (const piece of pieces) {
    const number = Number(piece.slice(0, 2));
    if (!parts.has(number)) parts.set(number, piece.slice(2));
  }
  const purpose = [...range(20, 29), ...range(60, 65)].map((n) => parts.get(n)).filter((part) => part !== undefined);
  const sepa = sepaParts(
    purpose.reduce((all, part, i) => all + ((purpose[i - 1]?.length ?? 0) >= PART || i === 0 ? part : ` ${part}`), ''),
  );
  return {
    description: clean(sepa.text) ?? clean(parts.get(0) ?? ''),
    counterparty: clean(`${parts.get(32) ?? ''}${parts.get(33) ?? ''}`) ?? sepa.counterparty,
    counterAccount: clean(parts.get(38) ?? '') ?? clean(parts.get(31) ?? '') ?? sepa.counterAccount,
    references: sepa.references,
    code,
  };
}

const SEPA = /(?<![A-Z])(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP|MDAT|RREF)\+/;

/** `EREF+…SVWZ+…` inside the purpose (German SEPA): ids, and the text that the payer wrote. */
function sepaParts(purpose: string): {
  readonly text: string;
  readonly references: readonly string[];
  readonly counterparty: string | null;
  readonly counterAccount: string | null;
} {
  const [before = '', ...pieces] = purpose.split(SEPA);
  const values = new Map<string, string>();
  for (let i = 0; i + 1 < pieces.length; i += 2) values.set(pieces[i] ?? '', pieces[i + 1] ?? '');
  const value = (word: string) => clean(values.get(word) ?? '');
  return {
    text: values.has('SVWZ')
      ? `${before} ${values.get('SVWZ') ?? ''}`
      : pieces.length === 0
        ? before
        : `${before} ${pieces.join(' ')}`,
    references: ['EREF', 'RREF', 'KREF', 'MREF'].map(value).filter((text) => text !== null),
    counterparty: value('ABWA'),
    counterAccount: value('IBAN'),
  };
}

const WORDS =
  'EREF|PREF|MARF|CSID|CNTP|REMI|NAME|IBAN|BIC|BENM|ORDP|ISDT|RTRN|PURP|ADDR|TRTP|TRCD|ULTD|ULTC|SVCL|ID|PT|PY|CD|BO|OB|BI';
const WORDS_START = new RegExp(`^\\s*/(?:${WORDS})/`);
const WORD = new RegExp(`/(${WORDS})/`);

function fromWords(run: string): Details {
  const [, ...pieces] = run.split(WORD);
  const values = new Map<string, string>();
  for (let i = 0; i + 1 < pieces.length; i += 2) {
    const word = pieces[i] ?? '';
    if (!values.has(word)) values.set(word, pieces[i + 1] ?? '');
  }
  const value = (word: string) => clean((values.get(word) ?? '').replaceAll(/^\/+|\/+$/g, ''));
  const [account = '', , name = ''] = (values.get('CNTP') ?? '').split('/');
  const remittance = (value('REMI') ?? '').replace(/^(?:USTD\/\/|STRD\/CUR\/)/, '');
  return {
    description: clean(remittance) ?? value('PY') ?? clean(run),
    counterparty: value('NAME') ?? clean(name),
    counterAccount: value('IBAN') ?? clean(account),
    references: ['EREF', 'PREF', 'MARF'].map(value).filter((text) => text !== null),
    code: null,
  };
}

function* range(from: number, to: number): Generator<number> {
  for (let n = from; n <= to; n++) yield n;
}

function clean(text: string): string | null {
  const trimmed = text.replaceAll(/\s+/g, ' ').trim();
  return trimmed === '' ? null : trimmed;
}
