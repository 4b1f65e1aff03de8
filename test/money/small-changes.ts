/**
 * Small changes against whole runs: the files of a generated year come in pieces, at random; imports are undone and come back, links are
 * made and refused by hand, and time moves. After every step that was reconciled from its neighbourhood alone, a run over the whole book
 * must find the same in every row, figure and root: it writes nothing. `node test/money/small-changes.ts 20 40`
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodePorts } from '#main/app/node-ports.ts';
import type { WriterContext } from '#main/services/context.ts';
import { startMatching } from '#main/services/matching/index.ts';
import { checkMoney } from '#main/services/money/check.ts';
import { moneyCommands } from '#main/services/money/index.ts';
import { type MoneyOutcome, startReconciling } from '#main/services/money/run/index.ts';
import type { Looked } from '#main/services/money/run/messages.ts';
import type { ImportAnswers } from '#shared/contract/imports.ts';
import { LINK_KINDS } from '#shared/domain/money-links.ts';
import { Random } from '#test/demo/base/prng.ts';
import { type Demo, generate, type Profile } from '#test/demo/generate.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';

export interface Walked {
  /** What each step's run looked at. */
  readonly looked: readonly Looked[];
  /** What whole runs found otherwise, one text each. */
  readonly differences: readonly string[];
}

const DAY = 86_400_000;
const PIECES = 12;
/** Pieces of each file that the book begins with. */
const FIRST = 7;

/** `leave`: files that the book does not get. */
export async function walk(
  { profile, orders, seed }: { readonly profile: Profile; readonly orders: number; readonly seed: number },
  steps: number,
  leave: RegExp = /^$/,
): Promise<Walked> {
  const random = new Random(seed, 'small changes');
  const pieces = piecesOf(generate({ profile, orders, seed, year: 2025 }), random).filter(({ name }) => !leave.test(name));
  const book = await liveBook();
  try {
    const told = new SmallChanges(book, random, pieces);
    await told.begin();
    for (let step = 0; step < steps; step++) await told.step();
    return told;
  } finally {
    await book.dispose();
  }
}

interface Piece {
  readonly name: string;
  readonly account: string;
  readonly text: string;
  /** How many of its file stand before it. */
  readonly at: number;
}

/** Files cut between their lines (JSON: between its records), each piece with the header. */
function piecesOf({ files }: Demo, random: Random): Piece[] {
  return files.flatMap(({ name, account, chunks }) => {
    const text = [...chunks()].join('');
    const isJson = text.startsWith('[');
    const all: string[] = isJson ? (JSON.parse(text) as unknown[]).map((one) => JSON.stringify(one)) : text.trimEnd().split('\n');
    // What cannot be cut, for its first lines say something of the whole, comes whole.
    const isWhole = /settlement|quickbooks/.test(name);
    const head = isJson || isWhole ? [] : all.splice(0, 1);
    if (isWhole) return [{ name, account, text, at: random.below(PIECES) }];
    const cuts = Array.from({ length: PIECES - 1 }, () => random.below(all.length + 1)).sort((a, b) => a - b);
    return [0, ...cuts].flatMap((from, at) => {
      const lines = all.slice(from, cuts[at] ?? all.length);
      if (lines.length === 0) return [];
      const piece = isJson ? `[${lines.join(',\n')}]` : `${[...head, ...lines].join('\n')}\n`;
      return [{ name: name.replace(/(\.\w+)$/, `-${at}$1`), account, text: piece, at }];
    });
  });
}

class SmallChanges implements Walked {
  readonly looked: Looked[] = [];
  readonly differences: string[] = [];
  readonly #book: LiveBook;
  readonly #random: Random;
  readonly #context: WriterContext;
  readonly #left: Piece[];
  #asOfMs = Date.UTC(2025, 6, 1);
  #imports = 0;
  #commands = 0;

  constructor(book: LiveBook, random: Random, pieces: readonly Piece[]) {
    this.#book = book;
    this.#random = random;
    // As at a window, where the thread stays; matching is started by hand.
    this.#context = { ...book.context, isAttended: true };
    this.#left = [...pieces];
  }

  async begin(): Promise<void> {
    const all = this.#left.splice(0);
    this.#left.push(...all.filter(({ at }) => at >= FIRST));
    await this.#import(all.filter(({ at }) => at < FIRST));
    await this.#reconcile();
  }

  async step(): Promise<void> {
    const chance = this.#random.below(12);
    if (chance === 0) await this.#turnBatch();
    else if (chance === 1) this.#link();
    else if (chance > 2) await this.#import(this.#someLeft());
    await this.#book.idle();
    this.#asOfMs += [0, 0, this.#random.below(DAY), this.#random.below(20) * DAY][this.#random.below(4)] ?? 0;
    await this.#reconcile();
  }

  #someLeft(): Piece[] {
    return Array.from({ length: 1 + this.#random.below(3) }, () => this.#random.below(Math.max(1, this.#left.length))).flatMap(
      (at) => this.#left.splice(at, 1),
    );
  }

  async #import(pieces: readonly Piece[]): Promise<void> {
    if (pieces.length === 0) return;
    const answers: Record<string, ImportAnswers> = {};
    const paths = pieces.map(({ name, account, text }) => {
      const folder = join(this.#book.folder, 'pieces', String(this.#imports++));
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, name), text);
      answers[name] = { account };
      return join(folder, name);
    });
    let session = await this.#book.preview(paths, answers);
    for (const { fileKey, name, state } of session.files) {
      // A few lines may leave open which number is the month.
      if (state !== 'ready' && state !== 'alreadyImported')
        session = await this.#book.answer(session, fileKey, { account: answers[name]?.account ?? '', dateOrder: 'mdy' });
    }
    for (const { fileKey, state } of session.files) {
      if (state === 'ready' || state === 'alreadyImported') continue;
      await this.#book.commands.removeFile(this.#context, { sessionId: session.sessionId, fileKey });
      session = (await this.#book.commands.session(this.#context, { sessionId: session.sessionId })) ?? session;
    }
    if (session.previewToken !== null) await this.#book.commit(session);
    await this.#book.idle();
    if (this.#random.below(3) > 0) await this.#book.jobs.settled(startMatching(this.#book.context));
    await this.#book.idle();
  }

  async #turnBatch(): Promise<void> {
    const { db } = this.#book.context;
    const batches = db
      .prepare<[], { id: number; state: string }>("SELECT id, state FROM import_batches WHERE state IN ('published', 'undone')")
      .all();
    const batch = batches[this.#random.below(batches.length)];
    if (batch === undefined) return;
    await (batch.state === 'published' ? this.#book.undo(batch.id) : this.#book.redo(batch.id));
    await this.#book.idle();
    await this.#book.jobs.settled(startMatching(this.#book.context));
  }

  /** A person confirms or refuses a link that stands. */
  #link(): void {
    const { db } = this.#book.context;
    const links = db
      .prepare<[], { fromId: number; toId: number; kind: number; linked: number }>(
        'SELECT from_id AS fromId, to_id AS toId, kind, linked FROM money_links WHERE linked = 0 OR from_id % 7 = 0',
      )
      .all();
    const link = links[this.#random.below(Math.max(1, links.length))];
    if (link === undefined) return;
    moneyCommands().decideLink(this.#context, {
      commandId: `small-${this.#commands++}`,
      kind: LINK_KINDS[link.kind] ?? '',
      fromId: link.fromId,
      toId: link.toId,
      verdict: link.linked === 1 ? 'apart' : 'linked',
      reasonCode: null,
      reasonText: 'a test',
    });
  }

  async #reconcile(): Promise<void> {
    const { db } = this.#book.context;
    const job = await this.#book.jobs.settled(startReconciling(this.#context, { ms: this.#asOfMs, onlyUntil: false }));
    if (job.state !== 'done') throw new Error(job.problem?.what ?? job.state);
    const { looked } = JSON.parse(job.result ?? '') as MoneyOutcome;
    this.looked.push(looked);
    const found = runsOf(db);
    // A run from a neighbourhood is followed by one over the whole book, which writes what it finds otherwise.
    await this.#book.idle();
    const later = runsOf(db).slice(found.length);
    this.differences.push(
      ...later.map((run) => `step ${this.looked.length}: ${JSON.stringify(found.at(-1))} is ${JSON.stringify(run)}`),
    );
    this.differences.push(...checkMoney(db, nodePorts).differences);
  }
}

function runsOf(db: WriterContext['db']): unknown[] {
  return db.prepare('SELECT counts, report, hex(links_root) AS root, as_of_ms AS asOfMs FROM money_runs ORDER BY id').all();
}

if (import.meta.filename === process.argv[1]) {
  const [seeds = 4, steps = 20] = process.argv.slice(2).map(Number);
  for (let seed = 1; seed <= seeds; seed++) {
    for (const profile of ['shop', 'agency'] as const) {
      const { looked, differences } = await walk({ profile, orders: 150, seed }, steps, /xero|quickbooks|settlement/);
      const because = Map.groupBy(looked, ({ at, because: why }) => why ?? at);
      process.stdout.write(
        `${profile} ${seed}: ${[...because].map(([why, { length }]) => `${length} × ${why}`).join(', ')}; ${differences.length} differences\n`,
      );
      for (const difference of differences.slice(0, 6)) process.stdout.write(`  ${difference.slice(0, 1500)}\n`);
    }
  }
}
