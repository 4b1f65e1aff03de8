/** Whole numbers of which nobody knows beforehand how many they will be, four bytes each. */
export class GrowingNumbers {
  length = 0;
  #values = new Int32Array(1024);

  push(value: number): void {
    if (this.length === this.#values.length) {
      const grown = new Int32Array(this.#values.length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.length++] = value;
  }

  /** Those so far, in an array of their length. */
  values(): Int32Array<ArrayBuffer> {
    return this.#values.slice(0, this.length);
  }
}
