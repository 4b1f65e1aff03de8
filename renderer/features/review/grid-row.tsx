// biome-ignore-all lint/a11y/useSemanticElements: cells and heads of a grid keep their roles when the table takes the role grid
// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: see above
import { Lock } from 'lucide-react';
import { memo, useCallback, useLayoutEffect, useRef } from 'react';
import type { Comparison, GridRow } from '#shared/contract/review.ts';
import { Cell } from './grid-cell.tsx';
import { choiceOf } from './picks.ts';
import { ResultCell } from './result-cell.tsx';
import { reviewActions, useReview } from './store.ts';

/** One field: what each record says of it, and what the order will say. The focus sits on the chosen cell. */
export const GridRowView = memo(function GridRowView({
  proposalId,
  row,
  members,
  entered,
  onOverride,
  onOrigin,
}: {
  proposalId: string;
  row: GridRow;
  members: Comparison['members'];
  /** How the app writes a value that was typed or kept from both; null until it answered, or when a record's value was chosen. */
  entered: string | null;
  onOverride: (field: string, recordId: number | null) => void;
  onOrigin: (field: string, recordId: number) => void;
}) {
  const { field } = row;
  const pick = useReview((state) => state.drafts[proposalId]?.picks[field]);
  const active = useReview((state) => state.field === field);
  const editing = useReview((state) => state.editing === field);
  const choice = choiceOf(row, pick);
  const chosenId = choice.from === 'record' ? choice.recordId : null;
  const focused = useRef<HTMLTableCellElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice is another cell, and the focus goes with it
  useLayoutEffect(() => {
    if (active && !editing && mayTakeFocus()) focused.current?.focus();
  }, [active, editing, chosenId]);

  const originOf = useCallback((recordId: number) => onOrigin(field, recordId), [onOrigin, field]);
  const chosen = row.cells.find((cell) => cell.recordId === chosenId);
  const isText = row.kind === 'text' && /(number|reference|invoice|po)/i.test(field);
  const style = row.kind === 'money' ? 'num' : isText ? 'mono' : '';

  return (
    <tr className={`${active ? 'on' : ''} ${row.standing}`}>
      <th scope="row">
        <span className="cmp-field">
          {row.label}
          {row.locked && <Lock aria-label="locked" className="cmp-lock" />}
        </span>
      </th>
      {row.cells.map((cell, i) => {
        const picked = cell.recordId === chosenId;
        return (
          <Cell
            key={cell.recordId}
            cell={cell}
            row={row}
            chosenText={chosen?.value?.text ?? null}
            isDefaultChoice={pick === undefined}
            picked={picked}
            style={style}
            name={members[i]?.caption ?? ''}
            tabIndex={active && picked ? 0 : -1}
            focusRef={picked ? focused : null}
            onOrigin={active ? originOf : null}
            onPick={() => {
              reviewActions.focus(field);
              if (cell.state !== 'value' || picked) return;
              if (row.locked) onOverride(field, cell.recordId);
              else reviewActions.pick(proposalId, row, { field, from: 'record', recordId: cell.recordId });
            }}
          />
        );
      })}
      <ResultCell
        proposalId={proposalId}
        row={row}
        choice={choice}
        entered={entered}
        active={active}
        byPerson={pick !== undefined}
        editing={editing}
        style={style}
        tabIndex={active && chosenId === null ? 0 : -1}
        focusRef={chosenId === null ? focused : null}
        onOverride={onOverride}
      />
    </tr>
  );
});

/** Never takes the focus from a text field, a dialog or a menu: only from the page and from this screen. */
function mayTakeFocus(): boolean {
  const held = document.activeElement;
  if (held === null || held === document.body) return true;
  return held.closest('.cmp-scroll') !== null || held.closest('.queue') !== null || held.closest('.review-head') !== null;
}
