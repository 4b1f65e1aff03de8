// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: a table that is moved through cell by cell is a grid (APG)
import { type CSSProperties, memo, useLayoutEffect, useRef } from 'react';
import type { Comparison } from '#shared/contract/review.ts';
import { changeSettings } from '../../app/settings.ts';
import { plural } from '../../design/format.ts';
import { Keys } from '../../design/keys.tsx';
import { GridHead } from './grid-head.tsx';
import { GridRowView } from './grid-row.tsx';
import type { RowGroup } from './rows.ts';
import './grid.css';

/** Fields down, records across, the result at the end. Rows draw themselves: a key press redraws the rows it touches. */
export const Grid = memo(function Grid({
  comparison,
  groups,
  hidden,
  zone,
  result,
  orderId,
  onOverride,
  onOrigin,
}: {
  comparison: Comparison;
  groups: readonly RowGroup[];
  /** Rows left out because they are the same everywhere. */
  hidden: number;
  zone: string;
  /** Results by field as the app would write them, for these very picks. */
  result: ReadonlyMap<string, string>;
  orderId: string | null;
  onOverride: (field: string, recordId: number | null) => void;
  onOrigin: (field: string, recordId: number) => void;
}) {
  const { members, item } = comparison;
  const scroller = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // A new pair starts at its top, whatever was scrolled before; the name is what tells pairs apart.
    if (item.proposalId !== '') scroller.current?.scrollTo({ top: 0, left: 0 });
  }, [item.proposalId]);
  return (
    <div className="cmp-scroll" ref={scroller}>
      <table
        className="cmp"
        role="grid"
        style={columnCount(members.length + 1)}
        aria-label={`${item.title}: fields of ${members.length} records`}
      >
        <colgroup>
          <col className="cmp-label" />
          {members.map((member) => (
            <col key={member.recordId} />
          ))}
          <col />
        </colgroup>
        <GridHead comparison={comparison} zone={zone} orderId={orderId} />
        {groups.map((group) => (
          <tbody key={group.id}>
            <tr className="grp">
              <th colSpan={members.length + 2} scope="rowgroup">
                {group.label}
                {group.id === 'terms' && <span className="faint"> · locked once accepted</span>}
              </th>
            </tr>
            {group.rows.map((row) => (
              <GridRowView
                key={row.field}
                proposalId={item.proposalId}
                row={row}
                members={members}
                entered={result.get(row.field) ?? null}
                onOverride={onOverride}
                onOrigin={onOrigin}
              />
            ))}
          </tbody>
        ))}
      </table>
      {hidden > 0 && (
        <button type="button" className="cmp-hidden" onClick={() => changeSettings({ onlyDifferences: false })}>
          {plural(hidden, 'field is', 'fields are')} the same everywhere <Keys keys="D" />
        </button>
      )}
    </div>
  );
});

/** For the least width: past it the table scrolls sideways under the field names and the result. */
function columnCount(columns: number): CSSProperties {
  return { '--columns': columns } as CSSProperties;
}
