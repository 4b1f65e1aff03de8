/** How far off a due time is. Pure; UTC ms. */

const HOUR = 3_600_000;
const SOON_HOURS = 24;

export function dueIn(dueAt: number, now: number): { readonly text: string; readonly tone: 'bad' | 'warn' | undefined } {
  const hours = Math.abs(dueAt - now) / HOUR;
  const span = hours < 1 ? 'under 1 h' : hours < 48 ? `${Math.floor(hours)} h` : `${Math.floor(hours / 24)} d`;
  if (dueAt < now) return { text: `late ${span}`, tone: 'bad' };
  return { text: `in ${span}`, tone: hours <= SOON_HOURS ? 'warn' : undefined };
}
