import type { ReactNode } from 'react';

/** The page beside the list of models: it scrolls, and takes the keyboard for that. */
export function ModelsMain({
  label,
  busy = false,
  keys,
  children,
}: {
  label: string;
  /** What it shows is on its way. */
  busy?: boolean;
  /** Commands of the page that act while the focus is in it (see keys/map.ts). */
  keys?: 'audit';
  children?: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a page longer than the window is scrolled with the keyboard
    <section className="models-main" aria-label={label} aria-busy={busy || undefined} data-keys={keys} tabIndex={0}>
      {children}
    </section>
  );
}
