// biome-ignore-all lint/a11y/useSemanticElements: a <table> cannot draw a window of a million rows; the roles of the grid pattern can
// biome-ignore-all lint/a11y/useFocusableInteractive: one element holds the focus, aria-activedescendant names the cell
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the keyboard is handled once, on the grid
/**
 * A grid over any number of rows: only what is on screen is drawn, rows have one height, the keyboard follows the APG grid pattern
 * (arrows, Home, End, Page keys, Ctrl+Home, Ctrl+End, Enter opens, Ctrl+C copies the row as tab-separated text).
 */
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, memo, type ReactNode, type RefObject, useEffect, useId, useLayoutEffect, useRef } from 'react';
import './data-table.css';
import { moveCell } from './grid-moves.ts';
import { useVisibleRows } from './use-viewport.ts';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** CSS grid track: `96px`, `minmax(120px, 1fr)`. */
  readonly width: string;
  readonly align?: 'end';
  readonly cell: (row: Row) => ReactNode;
  /** For copying. Columns without it are left out. */
  readonly text?: (row: Row) => string;
  readonly sortable?: boolean;
}

export interface TableSort {
  readonly by: string;
  readonly descending: boolean;
}

export interface DataTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly total: number;
  readonly rowAt: (index: number) => Row | undefined;
  readonly rowKey: (row: Row) => string;
  readonly rowHeight?: number;
  /** Hears which rows are on screen: first, and one past the last. */
  readonly onVisible: (start: number, end: number) => void;
  readonly active: { readonly row: number; readonly column: number };
  readonly onActive: (active: { row: number; column: number }) => void;
  readonly onOpen?: (row: Row) => void;
  readonly sort?: TableSort;
  readonly onSort?: (by: string) => void;
  /** For those who send the focus here, from a search field say. */
  readonly gridRef?: RefObject<HTMLDivElement | null>;
}

const HEADER_PX = 32;
/** Left and right of a row; see data-table.css. */
const ROW_PADDING_PX = 16;

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, total, rowAt, rowKey, rowHeight = 36, onVisible, active, onActive, onOpen, sort, onSort } = props;
  const own = useRef<HTMLDivElement>(null);
  const scroller = props.gridRef ?? own;
  const id = useId();
  const { rows, reveal, pageRows } = useVisibleRows(scroller, total, rowHeight, HEADER_PX);
  useLayoutEffect(() => onVisible(rows.start, rows.end), [onVisible, rows.start, rows.end]);
  useComingBack(scroller, total > 0, () => reveal(active.row));
  const template = columns.map((column) => column.width).join(' ');
  const minWidth = leastWidth(columns);

  function goTo(next: { row: number; column: number }): void {
    onActive(next);
    reveal(next.row);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const row = rowAt(active.row);
    if (event.key === 'Enter' && row !== undefined && onOpen !== undefined && event.target === event.currentTarget) {
      event.preventDefault();
      onOpen(row);
      return;
    }
    if (
      event.key === 'c' &&
      (event.ctrlKey || event.metaKey) &&
      row !== undefined &&
      window.getSelection()?.isCollapsed !== false
    ) {
      event.preventDefault();
      void navigator.clipboard.writeText(columns.flatMap((column) => column.text?.(row) ?? []).join('\t'));
      return;
    }
    const next = moveCell(event, active, { rows: total, columns: columns.length, pageRows });
    if (next === null) return;
    event.preventDefault();
    goTo(next);
  }

  return (
    <div
      ref={scroller}
      className="dt"
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={total > 0 ? `${id}-${active.row}-${active.column}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className="dt-head" style={{ minWidth }}>
        <div role="row" aria-rowindex={1} className="dt-row" style={{ gridTemplateColumns: template, height: HEADER_PX }}>
          {columns.map((column, i) => (
            <div
              key={column.id}
              role="columnheader"
              aria-colindex={i + 1}
              aria-sort={sort?.by === column.id ? (sort.descending ? 'descending' : 'ascending') : undefined}
              className={column.align === 'end' ? 'dt-cell end' : 'dt-cell'}
            >
              {column.sortable === true && onSort !== undefined ? (
                <button type="button" className="dt-sort" onClick={() => onSort(column.id)}>
                  {column.header}
                  {sort?.by === column.id && (sort.descending ? <ArrowDown aria-hidden="true" /> : <ArrowUp aria-hidden="true" />)}
                </button>
              ) : (
                column.header
              )}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="dt-body" style={{ height: rows.totalHeight, minWidth }}>
        <div className="dt-window" role="presentation" style={{ transform: `translateY(${rows.offset}px)` }}>
          {Array.from({ length: rows.end - rows.start }, (_, i) => {
            const index = rows.start + i;
            const row = rowAt(index);
            return (
              <TableRow
                key={row === undefined ? `waiting ${index}` : rowKey(row)}
                id={id}
                index={index}
                row={row}
                columns={columns}
                template={template}
                height={rowHeight}
                activeColumn={index === active.row ? active.column : -1}
                onPick={onActive}
                onOpen={onOpen}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Rows are grids of their own: one width for all keeps their columns in line when the table is wider than its place. */
function leastWidth(columns: readonly { readonly width: string }[]): number {
  return columns.reduce((sum, { width }) => sum + Number(/(\d+)px/.exec(width)?.[1] ?? 0), ROW_PADDING_PX);
}

interface TableRowProps<Row> {
  readonly id: string;
  readonly index: number;
  readonly row: Row | undefined;
  readonly columns: readonly Column<Row>[];
  readonly template: string;
  readonly height: number;
  readonly activeColumn: number;
  readonly onPick: (active: { row: number; column: number }) => void;
  readonly onOpen: ((row: Row) => void) | undefined;
}

/** Handlers are left out of the comparison: they are made anew on each draw and mean the same. */
const TableRow = memo(TableRowView, (a, b) => {
  return (
    a.row === b.row &&
    a.index === b.index &&
    a.activeColumn === b.activeColumn &&
    a.columns === b.columns &&
    a.template === b.template &&
    a.height === b.height
  );
}) as typeof TableRowView;

function TableRowView<Row>({ id, index, row, columns, template, height, activeColumn, onPick, onOpen }: TableRowProps<Row>) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={activeColumn >= 0}
      className={`dt-row ${activeColumn >= 0 ? 'on' : ''} ${onOpen === undefined ? '' : 'opens'}`}
      style={{ gridTemplateColumns: template, height }}
      onMouseDown={(event) => event.detail > 1 && event.preventDefault()}
      onDoubleClick={() => row !== undefined && onOpen?.(row)}
    >
      {columns.map((column, i) => (
        <div
          key={column.id}
          id={`${id}-${index}-${i}`}
          role="gridcell"
          aria-colindex={i + 1}
          className={`dt-cell ${column.align === 'end' ? 'end' : ''} ${i === activeColumn ? 'at' : ''}`}
          onClick={() => onPick({ row: index, column: i })}
        >
          {row === undefined ? <span className="dt-waiting" /> : column.cell(row)}
        </div>
      ))}
    </div>
  );
}

/** The first rows to arrive bring the row that was left last into view, and the keyboard with it unless somebody is typing. */
function useComingBack(scroller: RefObject<HTMLElement | null>, hasRows: boolean, show: () => void): void {
  const latest = useRef(show);
  useLayoutEffect(() => {
    latest.current = show;
  });
  useEffect(() => {
    if (!hasRows) return;
    latest.current();
    if (document.activeElement === null || document.activeElement === document.body)
      scroller.current?.focus({ preventScroll: true });
  }, [scroller, hasRows]);
}
