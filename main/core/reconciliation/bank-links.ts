/**
 * Payouts to the bank lines they arrive in: by the reference that the line bears, by the exact amount inside the rail's clock, several
 * payouts in one line, one payout in several lines. A line is the answer only where no other payout, and no other line, would do as well.
 */
import { RAIL_CLOCKS, type Rail, railOf } from '#shared/domain/clock.ts';
import { normaliseReference } from '../normalise/references.ts';
import { dayOf } from './bookings.ts';
import { addWorkingDays } from './calendar.ts';
import { grossOf } from './events.ts';
import { NO_MINUTE, type ReconcileInput } from './inputs.ts';
import type { LinkList } from './link-list.ts';
import { BANK } from './money-kinds.ts';
import type { LinkRule } from './outputs.ts';
import type { PayoutDraft } from './payouts.ts';
import { SUBSET_LIMITS, subsetsOf } from './subset.ts';
import type { Verdicts } from './verdicts.ts';

export interface BankLine {
  readonly row: number;
  readonly minor: number;
  readonly currency: number;
  readonly day: number;
  /** Rails that its words name; empty: none, so it is outside scope. */
  readonly rails: readonly Rail[];
  /** Words of its text that look like ids, as references are compared. */
  readonly words: readonly string[];
}

export interface Banked {
  readonly lines: readonly BankLine[];
  /** Bank rows by payout, and payouts by bank row. */
  readonly rowsOf: ReadonlyMap<number, readonly number[]>;
  readonly payoutsOf: ReadonlyMap<number, readonly number[]>;
  /** Minor units of each payout that linked lines hold. */
  readonly banked: Float64Array;
  /** Bank rows and payouts with proposals. */
  readonly proposed: ReadonlySet<number>;
  readonly proposedPayouts: ReadonlySet<number>;
}

/** Most payouts in one line, and lines for one payout. */
const MOST_PAYOUTS = 8;
const PARTS = { ...SUBSET_LIMITS, size: 4 };

export function sentOf(draft: PayoutDraft): number {
  return Number.isNaN(draft.stated) ? draft.lineSum : draft.stated;
}

/** Bank rows, with the rails that their words name by the policy's rule. */
export function readBankLines(input: ReconcileInput): BankLine[] {
  const { money, policy, text } = input;
  const rails = Object.entries(policy.railWords) as [Rail, readonly string[]][];
  const lines: BankLine[] = [];
  for (let row = 0; row < money.size; row++) {
    const minor = grossOf(money, row);
    // What the bank only expects, and lines of its test files, moved nothing.
    if (money.kind[row] !== BANK || Number.isNaN(minor)) continue;
    const words = `${text(money.description[row] as number)} ${text(money.name[row] as number)}`;
    const lower = words.toLowerCase();
    lines.push({
      row,
      minor,
      currency: money.currency[row] as number,
      day: dayOf(money.minute[row] as number),
      rails: rails.flatMap(([rail, names]) => (names.some((name) => lower.includes(name)) ? [rail] : [])),
      words: idsIn(words),
    });
  }
  return lines;
}

function idsIn(text: string): string[] {
  return text
    .split(/[^A-Za-z0-9_-]+/)
    .filter((word) => word.length >= 6)
    .map(normaliseReference);
}

export function linkBank(input: ReconcileInput, payouts: readonly PayoutDraft[], verdicts: Verdicts, links: LinkList): Banked {
  return new BankLinker(input, payouts, verdicts, links).run();
}

class BankLinker {
  readonly #input: ReconcileInput;
  readonly #payouts: readonly PayoutDraft[];
  readonly #verdicts: Verdicts;
  readonly #links: LinkList;
  readonly #lines: readonly BankLine[];
  readonly #rowsOf = new Map<number, number[]>();
  readonly #payoutsOf = new Map<number, number[]>();
  readonly #banked: Float64Array;
  readonly #proposed = new Set<number>();
  readonly #windows = new Map<number, readonly [number, number]>();

  constructor(input: ReconcileInput, payouts: readonly PayoutDraft[], verdicts: Verdicts, links: LinkList) {
    this.#input = input;
    this.#payouts = payouts;
    this.#verdicts = verdicts;
    this.#links = links;
    this.#lines = readBankLines(input);
    this.#banked = new Float64Array(payouts.length);
  }

  run(): Banked {
    this.#bySaying();
    this.#byReference();
    this.#byAmount(true);
    this.#together();
    this.#inParts();
    this.#byAmount(false);
    return {
      lines: this.#lines,
      rowsOf: this.#rowsOf,
      payoutsOf: this.#payoutsOf,
      banked: this.#banked,
      proposed: this.#proposed,
      proposedPayouts: this.#proposedPayouts,
    };
  }

  #bySaying(): void {
    const byRow = new Map(this.#lines.map((line) => [line.row, line]));
    const byId = new Map(this.#payouts.map((payout, index) => [`${payout.source} ${payout.id}`, index]));
    const byRecord = new Map(this.#payouts.flatMap((payout, index) => payout.rows.map((row) => [row, index] as const)));
    for (const { from, to } of this.#verdicts.payoutLinks('payout-bank')) {
      const payout =
        from.of === 'payout' ? byId.get(`${from.source} ${from.id}`) : from.of === 'row' ? byRecord.get(from.row) : undefined;
      const line = to.of === 'row' ? byRow.get(to.row) : undefined;
      if (payout !== undefined && line !== undefined) this.#take(payout, line, 'person', 1000);
    }
  }

  /** Lines that bear the payout's own id or its bank reference, and its amount. */
  #byReference(): void {
    const named = new Map<string, number[]>();
    const add = (text: string, index: number): void => {
      if (text.length < 6) return;
      const list = named.get(text);
      if (list === undefined) named.set(text, [index]);
      else if (!list.includes(index)) list.push(index);
    };
    for (const [index, payout] of this.#payouts.entries()) {
      add(this.#input.text(payout.id), index);
      for (const row of payout.rows) add(this.#input.text(this.#input.money.number[row] as number), index);
    }
    for (const line of this.#lines) {
      if (this.#isTaken(line)) continue;
      const candidates = [...new Set(line.words.flatMap((word) => named.get(word) ?? []))].filter((index) =>
        this.#isOpen(index, line),
      );
      const exact = candidates.filter((index) => this.#sent(index) === line.minor);
      const [only] = exact;
      if (exact.length === 1 && only !== undefined) this.#take(only, line, 'reference@1', 1000);
    }
  }

  /** The exact amount in the window; `named`: only lines whose words name the rail, the others are proposed. */
  #byAmount(named: boolean): void {
    const byAmount = new Map<string, BankLine[]>();
    for (const line of this.#lines) {
      if (this.#isTaken(line) || (named && line.rails.length === 0) || (!named && line.rails.length > 0)) continue;
      const key = `${line.currency} ${line.minor}`;
      const list = byAmount.get(key);
      if (list === undefined) byAmount.set(key, [line]);
      else list.push(line);
    }
    const wanted = new Map<BankLine, number[]>();
    const answers = new Map<number, BankLine[]>();
    for (const index of this.#payouts.keys()) {
      const payout = this.#payouts[index];
      if (payout === undefined || this.#isSettled(index)) continue;
      const fits = (byAmount.get(`${payout.currency} ${this.#sent(index)}`) ?? []).filter(
        (line) => this.#isOpen(index, line) && this.#inWindow(index, line) && this.#isOfRail(index, line),
      );
      if (fits.length === 0) continue;
      answers.set(index, fits);
      for (const line of fits) {
        const list = wanted.get(line);
        if (list === undefined) wanted.set(line, [index]);
        else list.push(index);
      }
    }
    if (named) this.#eliminate(answers, wanted);
    for (const [index, fits] of answers) {
      if (this.#isSettled(index)) continue;
      const left = fits.filter((line) => !this.#isTaken(line));
      this.#propose(left.map((line) => [index, line] as const));
    }
  }

  /**
   * Takes what has one answer, and then what has one left: a payout whose only line others want too takes it where each of them has
   * another, for then one answer for all of them is left.
   */
  #eliminate(answers: ReadonlyMap<number, readonly BankLine[]>, wanted: ReadonlyMap<BankLine, readonly number[]>): void {
    const openOf = (index: number): BankLine[] => (answers.get(index) ?? []).filter((line) => !this.#isTaken(line));
    for (let taken = true; taken; ) {
      taken = false;
      for (const index of answers.keys()) {
        if (this.#isSettled(index)) continue;
        const [line, more] = openOf(index);
        if (line === undefined || more !== undefined) continue;
        const rivals = (wanted.get(line) ?? []).filter((other) => other !== index && !this.#isSettled(other));
        if (rivals.some((rival) => openOf(rival).length < 2)) continue;
        this.#take(index, line, 'amount-clock@1', 995);
        taken = true;
      }
    }
  }

  /** Neighbouring payouts of one account that the bank shows as one line. */
  #together(): void {
    const openBySource = new Map<string, number[]>();
    for (const [index, payout] of this.#payouts.entries()) {
      if (this.#isSettled(index) || this.#proposedPayouts.has(index)) continue;
      const key = `${payout.source} ${payout.currency}`;
      const list = openBySource.get(key);
      if (list === undefined) openBySource.set(key, [index]);
      else list.push(index);
    }
    const solutions: { readonly line: BankLine; readonly payouts: readonly number[] }[] = [];
    for (const line of this.#lines) {
      if (this.#isTaken(line) || line.rails.length === 0 || this.#proposed.has(line.row)) continue;
      for (const open of openBySource.values()) solutions.push(...this.#runsTo(line, open));
    }
    const uses = countUses(solutions.map(({ line, payouts }) => [line.row, ...payouts.map((index) => -1 - index)]));
    for (const { line, payouts } of solutions) {
      const sure = uses.get(line.row) === 1 && payouts.every((index) => uses.get(-1 - index) === 1);
      if (sure) for (const index of payouts) this.#take(index, line, 'payout-sum@1', 990);
      else this.#propose(payouts.map((index) => [index, line] as const));
    }
  }

  #runsTo(line: BankLine, open: readonly number[]): { line: BankLine; payouts: number[] }[] {
    const found: { line: BankLine; payouts: number[] }[] = [];
    const [first] = open;
    if (first === undefined || !this.#isOfRail(first, line) || this.#payouts[first]?.currency !== line.currency) return found;
    const near = open.filter((index) => this.#inWindow(index, line) && this.#isOpen(index, line));
    for (let from = 0; from < near.length; from++) {
      let sum = 0;
      for (let to = from; to < near.length && to < from + MOST_PAYOUTS; to++) {
        sum += this.#sent(near[to] ?? 0);
        if (sum === line.minor && to > from) found.push({ line, payouts: near.slice(from, to + 1) });
      }
    }
    return found;
  }

  /** One payout in up to four lines, where exactly one set of lines makes it. */
  #inParts(): void {
    const open = this.#lines.filter((line) => !this.#isTaken(line) && line.rails.length > 0 && !this.#proposed.has(line.row));
    const found: { readonly index: number; readonly lines: readonly BankLine[]; readonly complete: boolean }[] = [];
    for (const index of this.#payouts.keys()) {
      if (this.#isSettled(index) || this.#proposedPayouts.has(index)) continue;
      const sent = this.#sent(index);
      const near = open.filter(
        (line) =>
          line.currency === this.#payouts[index]?.currency &&
          Math.sign(line.minor) === Math.sign(sent) &&
          Math.abs(line.minor) < Math.abs(sent) &&
          this.#isOfRail(index, line) &&
          this.#inWindow(index, line) &&
          this.#isOpen(index, line),
      );
      const { solutions, complete } = subsetsOf(
        near.map((line) => line.minor),
        sent,
        2,
        PARTS,
      );
      for (const solution of solutions) found.push({ index, lines: solution.flatMap((i) => near[i] ?? []), complete });
    }
    const uses = countUses(found.map(({ index, lines }) => [-1 - index, ...lines.map((line) => line.row)]));
    for (const { index, lines, complete } of found) {
      const sure = complete && uses.get(-1 - index) === 1 && lines.every((line) => uses.get(line.row) === 1);
      if (sure) for (const line of lines) this.#take(index, line, 'subset@1', 985);
      else this.#propose(lines.map((line) => [index, line] as const));
    }
  }

  #sent(index: number): number {
    const payout = this.#payouts[index];
    return payout === undefined ? 0 : sentOf(payout);
  }

  #isSettled(index: number): boolean {
    const payout = this.#payouts[index];
    return (
      payout === undefined || this.#rowsOf.has(index) || payout.minute === NO_MINUTE || this.#sent(index) === 0 || payout.failed
    );
  }

  #isTaken(line: BankLine): boolean {
    return this.#payoutsOf.has(line.row);
  }

  #isOpen(index: number, line: BankLine): boolean {
    const payout = this.#payouts[index];
    if (payout === undefined || this.#rowsOf.has(index)) return false;
    const from = { of: 'payout', source: payout.source, id: payout.id } as const;
    return !this.#verdicts.apartEnds('payout-bank', from, { of: 'row', row: line.row });
  }

  #isOfRail(index: number, line: BankLine): boolean {
    const system = this.#input.sources[this.#payouts[index]?.source ?? 0]?.system;
    return line.rails.length === 0 || (system !== undefined && line.rails.includes(railOf(system)));
  }

  /** From the day before it was sent (zones differ) to the last day of the rail's clock. */
  #inWindow(index: number, line: BankLine): boolean {
    let window = this.#windows.get(index);
    if (window === undefined) {
      const payout = this.#payouts[index];
      if (payout === undefined) return false;
      window = [dayOf(payout.minute) - 1, dayOf(latestArrival(this.#input, payout))];
      this.#windows.set(index, window);
    }
    return line.day >= window[0] && line.day <= window[1];
  }

  #take(index: number, line: BankLine, rule: LinkRule, permille: number): void {
    push(this.#rowsOf, index, line.row);
    push(this.#payoutsOf, line.row, index);
    const sent = this.#sent(index);
    const amount = Math.abs(sent) < Math.abs(line.minor) ? sent : line.minor;
    this.#banked[index] = (this.#banked[index] as number) + amount;
    this.#add(index, line, rule, true, permille, 0);
  }

  readonly #proposedPayouts = new Set<number>();

  #propose(pairs: readonly (readonly [number, BankLine])[]): void {
    if (pairs.length === 0) return;
    const group = this.#links.newGroup();
    for (const [index, line] of pairs) {
      this.#proposed.add(line.row);
      this.#proposedPayouts.add(index);
      this.#add(index, line, 'amount-clock@1', false, Math.floor(900 / pairs.length), group);
    }
  }

  #add(index: number, line: BankLine, rule: LinkRule, linked: boolean, permille: number, group: number): void {
    const amount = Math.min(Math.abs(this.#sent(index)), Math.abs(line.minor));
    const { row: to, currency } = line;
    this.#links.add({ kind: 'payout-bank', from: index, to, rule, linked, permille, amount, currency, group });
  }
}

/** Last minute at which the bank may show a payout. */
export function latestArrival({ sources, currencies, isHoliday }: ReconcileInput, payout: PayoutDraft): number {
  const system = sources[payout.source]?.system;
  const clock = RAIL_CLOCKS[system === undefined ? 'bank' : railOf(system)];
  const country = clock.countries[currencies[payout.currency] ?? ''] ?? null;
  const late = payout.minute - dayOf(payout.minute) * 1440 >= clock.cutOffMinute;
  return addWorkingDays(dayOf(payout.minute) + (late ? 1 : 0), clock.latestDays, country, isHoliday) * 1440 + 1439;
}

/** How often each member occurs in the solutions. */
function countUses(solutions: readonly (readonly number[])[]): ReadonlyMap<number, number> {
  const uses = new Map<number, number>();
  for (const solution of solutions) for (const member of solution) uses.set(member, (uses.get(member) ?? 0) + 1);
  return uses;
}

function push(map: Map<number, number[]>, key: number, value: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
