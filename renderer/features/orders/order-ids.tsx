import { Fragment } from 'react';
import type { OrderPage } from '#shared/contract/orders.ts';
import { SystemBadge } from '../../design/system-badge.tsx';

/** The crosswalk of one order: every native id that maps to it, and every id it was ever shown under. */
export function OrderIds({ order }: { order: OrderPage }) {
  return (
    <>
      <div className="order-ids">
        {order.members.map((member) => (
          <Fragment key={member.recordId}>
            <SystemBadge system={member.system} />
            <span className="order-id">
              <span className={`mono ${member.live ? '' : 'asleep'}`} title={[member.nativeId, ...member.aliases].join(' · ')}>
                {member.nativeId}
              </span>
              <span className={`tag ${member.part.startsWith('owns') ? 'ok' : ''}`}>{member.live ? member.part : 'asleep'}</span>
            </span>
          </Fragment>
        ))}
        {order.linked.map((linked) => (
          <Fragment key={`${linked.kind} ${linked.recordId} ${linked.reportOf}`}>
            <SystemBadge system={linked.system} />
            <span className="order-id">
              <span className="mono" title={linked.nativeId}>
                {linked.nativeId}
              </span>
              <span className={`tag ${linked.state === 'proposed' ? 'warn' : ''}`}>
                {linked.type.replaceAll('_', ' ')}
                {linked.state === 'proposed' && ', proposed'}
              </span>
            </span>
          </Fragment>
        ))}
      </div>
      {order.aliases.length > 0 && (
        <p className="faint order-split">
          Also known as <span className="mono">{order.aliases.join(', ')}</span>
        </p>
      )}
    </>
  );
}
