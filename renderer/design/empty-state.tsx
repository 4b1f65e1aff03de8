import type { ReactNode } from 'react';

/** Nothing here: what will be here, why there is nothing now, and the one thing to do. */
export function EmptyState({
  icon,
  title,
  children,
  actions,
}: {
  icon: ReactNode;
  title: string;
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="empty">
      <span className="empty-icon" aria-hidden="true">
        {icon}
      </span>
      <h1>{title}</h1>
      <p>{children}</p>
      {actions !== undefined && <div className="empty-acts">{actions}</div>}
    </div>
  );
}
