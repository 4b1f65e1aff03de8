/** Where a key moves the active cell of a grid (APG grid pattern), or null when the key means nothing to a grid. */
export interface CellAt {
  readonly row: number;
  readonly column: number;
}

export function moveCell(
  press: { readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean },
  at: CellAt,
  size: { readonly rows: number; readonly columns: number; readonly pageRows: number },
): CellAt | null {
  const mod = press.ctrlKey || press.metaKey;
  const lastRow = size.rows - 1;
  const lastColumn = size.columns - 1;
  if (size.rows === 0) return null;
  const to = (row: number, column: number): CellAt => ({
    row: Math.max(0, Math.min(lastRow, row)),
    column: Math.max(0, Math.min(lastColumn, column)),
  });
  switch (press.key) {
    case 'ArrowDown':
      return to(mod ? lastRow : at.row + 1, at.column);
    case 'ArrowUp':
      return to(mod ? 0 : at.row - 1, at.column);
    case 'ArrowRight':
      return to(at.row, mod ? lastColumn : at.column + 1);
    case 'ArrowLeft':
      return to(at.row, mod ? 0 : at.column - 1);
    case 'PageDown':
      return to(at.row + size.pageRows, at.column);
    case 'PageUp':
      return to(at.row - size.pageRows, at.column);
    case 'Home':
      return to(mod ? 0 : at.row, 0);
    case 'End':
      return to(mod ? lastRow : at.row, lastColumn);
    default:
      return null;
  }
}
