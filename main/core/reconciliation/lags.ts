/**
 * How many days after a sale its bookings usually stand, learned from those that name their order: where two sales of one client look
 * alike, the day tells which of them is meant.
 */
export class Lags {
  readonly #bySource = new Map<number, Map<number, number>>();
  readonly #totals = new Map<number, number>();

  add(source: number, days: number): void {
    const counts = this.#bySource.get(source) ?? new Map<number, number>();
    this.#bySource.set(source, counts);
    counts.set(days, (counts.get(days) ?? 0) + 1);
    this.#totals.set(source, (this.#totals.get(source) ?? 0) + 1);
  }

  /**
   * How likely a lag is, 0 … 1, smoothed by one sighting over 400 days. Unlearned (fewer than 20): the nearer the likelier, none before
   * the sale's day.
   */
  likelihood(source: number, days: number): number {
    const total = this.#totals.get(source) ?? 0;
    if (total < 20) return days < -1 ? 0.0001 : 1 / (4 + Math.abs(days) * Math.abs(days));
    return ((this.#bySource.get(source)?.get(days) ?? 0) + 1 / 400) / (total + 1);
  }
}
