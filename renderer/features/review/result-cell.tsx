// biome-ignore-all lint/a11y/useSemanticElements: a cell of a grid
// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of a grid
import { Ellipsis } from 'lucide-react';
import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { GridRow } from '#shared/contract/review.ts';
import { Menu, MenuItem } from '../../design/menu.tsx';
import { runCommand } from '../../keys/live.ts';
import { type Choice, isUnresolved, resultText } from './picks.ts';
import { draftOf, reviewActions, useReview } from './store.ts';

/** What the order will say, why, and the place to type something else. */
export function ResultCell({
  proposalId,
  row,
  choice,
  entered,
  active,
  byPerson,
  editing,
  style,
  tabIndex,
  focusRef,
  onOverride,
}: {
  proposalId: string;
  row: GridRow;
  choice: Choice;
  entered: string | null;
  /** The row has the focus: its other choices are offered. */
  active: boolean;
  byPerson: boolean;
  editing: boolean;
  style: string;
  tabIndex: number;
  focusRef: RefObject<HTMLTableCellElement | null> | null;
  onOverride: (field: string, recordId: number | null) => void;
}) {
  const override = useReview((state) => state.drafts[proposalId]?.overrides[row.field]);
  const text = entered ?? resultText(row, choice);
  const unresolved = isUnresolved(row, byPerson ? draftOf(proposalId).picks[row.field] : undefined);
  const before = row.cells.find((cell) => cell.recordId === row.defaultRecordId)?.value?.text;
  return (
    <td
      ref={focusRef}
      role="gridcell"
      aria-selected={choice.from !== 'record'}
      tabIndex={tabIndex}
      className={`res ${style} ${byPerson ? 'chosen' : ''}`}
      title={editing ? undefined : whyOf(row, choice, byPerson, override?.reasonText)}
      onDoubleClick={() => (row.locked ? onOverride(row.field, null) : reviewActions.edit(row.field))}
    >
      {editing ? (
        <ResultInput proposalId={proposalId} row={row} text={text ?? ''} />
      ) : (
        <>
          <span className="cmp-value">
            {unresolved ? (
              <span className="cmp-open">choose one</span>
            ) : text === null ? (
              <span className="faint">{byPerson ? 'left blank' : '–'}</span>
            ) : (
              text
            )}
            {override !== undefined && before !== undefined && before !== text && <del className="cmp-before">{before}</del>}
          </span>
          <span className="cmp-why">{whyOf(row, choice, byPerson, override?.reasonText)}</span>
          {active && <OtherChoices proposalId={proposalId} row={row} byPerson={byPerson} />}
        </>
      )}
    </td>
  );
}

/** What is not a click on a cell: both, another value, blank, the default again. */
function OtherChoices({ proposalId, row, byPerson }: { proposalId: string; row: GridRow; byPerson: boolean }) {
  const button = useRef<HTMLButtonElement>(null);
  return (
    <Menu
      align="end"
      finalFocus={() => (row.locked || useReview.getState().editing !== null ? false : (button.current?.closest('td') ?? true))}
      trigger={
        <button ref={button} type="button" className="cmp-more" tabIndex={-1} aria-label={`Other choices for ${row.label}`}>
          <Ellipsis aria-hidden="true" />
        </button>
      }
    >
      {row.canKeepBoth && (
        <MenuItem command="keepBoth" onClick={() => runCommand('keepBoth')}>
          Keep both values
        </MenuItem>
      )}
      <MenuItem command="custom" onClick={() => runCommand('custom')}>
        {row.locked ? 'Override with a reason…' : 'Enter another value'}
      </MenuItem>
      {!row.locked && (
        <MenuItem command="blank" onClick={() => runCommand('blank')}>
          Leave blank
        </MenuItem>
      )}
      {byPerson && <MenuItem onClick={() => reviewActions.reset(proposalId, row.field)}>Back to the default</MenuItem>}
    </Menu>
  );
}

function whyOf(row: GridRow, choice: Choice, byPerson: boolean, override: string | undefined): string {
  if (override !== undefined) return `overridden: ${override}`;
  if (!byPerson) return row.why;
  if (choice.from === 'person') return 'entered by you';
  return choice.from === 'both' ? 'both kept' : choice.from === 'blank' ? 'left blank by you' : 'chosen by you';
}

function ResultInput({ proposalId, row, text }: { proposalId: string; row: GridRow; text: string }) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  function keep(value: string): void {
    const typed = value.trim();
    if (typed !== '' && typed !== text) reviewActions.pick(proposalId, row, { field: row.field, from: 'person', text: typed });
    reviewActions.edit(null);
  }
  return (
    <input
      ref={input}
      className="cmp-input"
      aria-label={`${row.label}, entered by you`}
      defaultValue={text}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault();
          keep(event.currentTarget.value);
        } else if (event.key === 'Escape') {
          event.preventDefault();
          reviewActions.edit(null);
        }
      }}
      onBlur={(event) => keep(event.currentTarget.value)}
    />
  );
}
