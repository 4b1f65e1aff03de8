import { expect, it } from 'vitest';
import { moveCell } from './grid-moves.ts';

const size = { rows: 100_000, columns: 6, pageRows: 20 };
const go = (key: string, mod = false, row = 50, column = 2) =>
  moveCell({ key, ctrlKey: mod, metaKey: false }, { row, column }, size);

it('moves as the grid pattern says', () => {
  expect(go('ArrowDown')).toEqual({ row: 51, column: 2 });
  expect(go('PageUp')).toEqual({ row: 30, column: 2 });
  expect(go('Home')).toEqual({ row: 50, column: 0 });
  expect(go('Home', true)).toEqual({ row: 0, column: 0 });
  expect(go('End', true)).toEqual({ row: 99_999, column: 5 });
});

it('stops at the edges', () => {
  expect(go('ArrowUp', false, 0, 0)).toEqual({ row: 0, column: 0 });
  expect(go('ArrowLeft', false, 0, 0)).toEqual({ row: 0, column: 0 });
  expect(go('PageDown', false, 99_990, 5)).toEqual({ row: 99_999, column: 5 });
});

it('leaves other keys and empty grids alone', () => {
  expect(go('x')).toBeNull();
  expect(moveCell({ key: 'ArrowDown', ctrlKey: false, metaKey: false }, { row: 0, column: 0 }, { ...size, rows: 0 })).toBeNull();
});
