import type { ReactNode } from 'react';

/** A word or two about a state. The colour repeats what the words say, never replaces it. */
export function Tag({ tone, title, children }: { tone?: 'ok' | 'warn' | 'bad' | 'info'; title?: string; children: ReactNode }) {
  return (
    <span className={`tag ${tone ?? ''}`} title={title}>
      {children}
    </span>
  );
}
