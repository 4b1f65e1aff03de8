/** 0 done · 1 findings · 2 bad use, an open question, or nothing could be imported · 3 damaged data. */
export type ExitCode = 0 | 1 | 2 | 3;
