/** What a check found to differ: all are counted, the first are listed. */

const LISTED = 100;

export class Differences {
  readonly sentences: string[] = [];
  count = 0;

  add(sentence: string): void {
    this.count++;
    if (this.sentences.length < LISTED) this.sentences.push(sentence);
  }
}
