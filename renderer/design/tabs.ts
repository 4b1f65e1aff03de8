/** Arrow keys in a row of tabs: to the next, round the ends; Home and End to the first and the last. The tab that is reached opens. */
import type { KeyboardEvent } from 'react';

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** For the element with the role `tablist`. */
export function moveTab(event: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')];
  const at = tabs.findIndex((tab) => tab === document.activeElement);
  const next = at === -1 ? undefined : tabs[step(at, tabs.length)];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
  next.click();
}
