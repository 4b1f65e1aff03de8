import type { Comparison } from '#shared/contract/review.ts';
import { formatInstant } from '../../design/format.ts';
import { SystemBadge } from '../../design/system-badge.tsx';
import { Tag } from '../../design/tag.tsx';
import { reviewActions } from './store.ts';

/** Who says it: one column a record, numbered as the keys, and the order they become. */
export function GridHead({
  comparison,
  zone,
  orderId,
}: {
  comparison: Comparison;
  zone: string;
  /** Id that the merged order will show, once it is known. */
  orderId: string | null;
}) {
  const { members, rows, item } = comparison;
  return (
    <thead>
      <tr>
        <th scope="col">
          <span className="sr-only">Field</span>
        </th>
        {members.map((member, i) => (
          <th key={member.recordId} scope="col">
            <span className="cmp-name">
              <SystemBadge system={member.system} />
              <span className="cmp-caption" title={member.nativeId}>
                {member.caption}
              </span>
            </span>
            <small title={member.observedAt === null ? undefined : `As of ${formatInstant(member.observedAt, zone)}`}>
              {member.detail}
            </small>
            <span className="cmp-extra">
              {i < 6 && (
                <button
                  type="button"
                  className="cmp-all"
                  tabIndex={-1}
                  title={`Use all from ${member.caption} (Shift+${i + 1}); ${i + 1} chooses it in one row`}
                  aria-label={`${i + 1}: use all from ${member.caption}`}
                  onClick={() => reviewActions.takeAll(item.proposalId, rows, member.recordId)}
                >
                  <kbd>{i + 1}</kbd>
                </button>
              )}
              {member.part !== '' && <Tag {...(member.part.startsWith('owns') ? { tone: 'ok' as const } : {})}>{member.part}</Tag>}
            </span>
          </th>
        ))}
        <th scope="col" className="res">
          <span className="cmp-name">Canonical order</span>
          <small>
            {orderId !== null && (
              <span className="cmp-order mono" title={orderId}>
                {orderId}
              </span>
            )}
            after the merge
          </small>
        </th>
      </tr>
    </thead>
  );
}
