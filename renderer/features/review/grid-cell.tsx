// biome-ignore-all lint/a11y/useSemanticElements: a cell of a grid
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the keys of the grid do the same (arrows, digits)
// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of a grid
import { Info } from 'lucide-react';
import { memo, type RefObject } from 'react';
import type { GridRow } from '#shared/contract/review.ts';
import { DiffText } from '../../design/diff-text.tsx';
import { middleMark } from './middle-mark.ts';

type GridCell = GridRow['cells'][number];

const STATE_WORDS = { absent: 'not in this source', blank: 'blank', cleared: 'cleared by the source' } as const;

/** What one record says of one field, with what differs from the chosen value marked. */
export const Cell = memo(
  function Cell({
    cell,
    row,
    chosenText,
    isDefaultChoice,
    picked,
    style,
    name,
    tabIndex,
    focusRef,
    onPick,
    onOrigin,
  }: {
    cell: GridCell;
    row: GridRow;
    /** Text of the chosen cell; null when the result is blank, typed or both. */
    chosenText: string | null;
    /** Survivorship's choice stands: the marks that came with the cell are against it. */
    isDefaultChoice: boolean;
    picked: boolean;
    style: string;
    name: string;
    tabIndex: number;
    focusRef: RefObject<HTMLTableCellElement | null> | null;
    onPick: () => void;
    /** Opens where the value comes from; given in the row with the focus only. */
    onOrigin: ((recordId: number) => void) | null;
  }) {
    const look = lookOf(cell, row, chosenText, isDefaultChoice, picked);
    return (
      <td
        ref={focusRef}
        role="gridcell"
        aria-selected={picked}
        tabIndex={tabIndex}
        className={`${look.kind} ${cell.state === 'value' ? style : ''}`}
        title={cell.value?.text}
        onClick={onPick}
      >
        {cell.value === null ? (
          cell.state === 'cleared' ? (
            <span className="cmp-cleared">cleared by the source</span>
          ) : (
            <span className="sr-only">{`${name}: ${STATE_WORDS[cell.state === 'value' ? 'blank' : cell.state]}`}</span>
          )
        ) : (
          <span className="cmp-value">
            <DiffText text={cell.value.text} marks={look.marks} />
            {look.kind === 'diff' && cell.value.text === chosenText && (
              <small className="cmp-detail">differs in what is not shown here</small>
            )}
          </span>
        )}
        {onOrigin !== null && cell.value !== null && (
          <button
            type="button"
            className="cmp-origin"
            tabIndex={-1}
            aria-label={`Where “${cell.value.text}” comes from`}
            title="Where it comes from (P)"
            onClick={(event) => {
              event.stopPropagation();
              onOrigin(cell.recordId);
            }}
          >
            <Info aria-hidden="true" />
          </button>
        )}
      </td>
    );
  },
  // onPick is made anew by the row and means the same while the rest is the same.
  (a, b) =>
    a.cell === b.cell &&
    a.row === b.row &&
    a.chosenText === b.chosenText &&
    a.isDefaultChoice === b.isDefaultChoice &&
    a.picked === b.picked &&
    a.tabIndex === b.tabIndex &&
    a.focusRef === b.focusRef &&
    a.onOrigin === b.onOrigin &&
    a.name === b.name,
);

function lookOf(cell: GridCell, row: GridRow, chosenText: string | null, isDefaultChoice: boolean, picked: boolean) {
  if (picked) return { kind: 'pick', marks: [] };
  if (cell.value === null) return { kind: cell.state === 'cleared' ? 'diff' : 'none', marks: [] };
  if (isDefaultChoice)
    return cell.same ? { kind: 'same', marks: [] } : { kind: row.standing === 'oneSided' ? '' : 'diff', marks: cell.marks };
  if (chosenText === null || chosenText === cell.value.text) return { kind: 'same', marks: [] };
  return { kind: 'diff', marks: middleMark(cell.value.text, chosenText) };
}
