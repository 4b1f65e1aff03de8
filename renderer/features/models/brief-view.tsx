import { Link } from 'wouter';
import type { BriefRecord } from '#shared/contract/models.ts';
import { SystemBadge } from '../../design/system-badge.tsx';

/** A record in a line: its system, what it is called, what it says. The name leads to its order. */
export function BriefView({ record, quiet = false }: { record: BriefRecord; quiet?: boolean }) {
  return (
    <span className="brief">
      <SystemBadge system={record.system} small />
      <span className="brief-text">
        <Link className="brief-line" href={`/orders/${record.orderId}`} tabIndex={quiet ? -1 : undefined}>
          {record.caption}
        </Link>
        <small className="muted brief-line brief-detail">{record.detail}</small>
      </span>
    </span>
  );
}
