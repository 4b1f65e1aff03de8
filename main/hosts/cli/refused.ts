import type { Problem } from '#shared/contract/procedure.ts';

/** A refusal or a failure in words. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly problem: Problem;
  constructor(what: Problem) {
    super(what.what);
    this.problem = what;
  }
}

/** Broken off by Ctrl-C, or told to end. */
export class Interrupted extends Error {}
