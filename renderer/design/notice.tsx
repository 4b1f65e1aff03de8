import type { ReactNode } from 'react';
import type { Problem } from '#shared/contract/procedure.ts';

/** A sentence that matters, in the flow of the screen. */
export function Notice({
  tone,
  icon,
  children,
  actions,
}: {
  tone?: 'warn' | 'bad';
  icon?: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className={`notice ${tone ?? ''}`}>
      {icon}
      <div>{children}</div>
      {actions !== undefined && <div className="notice-acts">{actions}</div>}
    </div>
  );
}

/** What happened, what is safe, what to do. */
export function ProblemNotice({ problem, actions }: { problem: Problem; actions?: ReactNode }) {
  return (
    <div role="alert">
      <Notice tone="bad" actions={actions}>
        <strong>{problem.what}</strong> {problem.safe} {problem.todo} <span className="faint mono">{problem.code}</span>
      </Notice>
    </div>
  );
}
