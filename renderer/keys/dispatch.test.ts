import { describe, expect, it } from 'vitest';
import type { KeyPress } from './chord.ts';
import { type FocusPlace, resolvePress } from './dispatch.ts';
import { COMMAND_IDS, type CommandId, commandSpec } from './map.ts';

type Options = { isMac: boolean; singleKeys: boolean; isLive: (id: CommandId) => boolean };

const onGrid: FocusPlace = { inText: false, onControl: false, inOverlay: false, scopes: ['review'] };
const options: Options = { isMac: false, singleKeys: true, isLive: () => true };

function press(key: string, over: Partial<KeyPress> = {}): KeyPress {
  return { key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...over };
}
function at(place: Partial<FocusPlace>, key: KeyPress, prefix: string | null = null, over: Partial<Options> = {}) {
  return resolvePress(key, { ...onGrid, ...place }, prefix, { ...options, ...over });
}

describe('resolvePress', () => {
  it('merges on Enter from the grid, and leaves Enter to a focused button', () => {
    expect(at({}, press('Enter'))).toEqual({ command: { id: 'merge', index: 0 } });
    expect(at({ onControl: true }, press('Enter'))).toBeNull();
  });

  it('keeps single keys out of text, dialogs and other screens', () => {
    expect(at({}, press('n'))).toEqual({ command: { id: 'apart', index: 0 } });
    expect(at({ inText: true }, press('n'))).toBeNull();
    expect(at({ inOverlay: true }, press('n'))).toBeNull();
    expect(at({ scopes: [] }, press('n'))).toBeNull();
  });

  it('lets the palette open from a text field, but not undo what is typed there', () => {
    expect(at({ inText: true }, press('k', { ctrlKey: true }))).toEqual({ command: { id: 'palette', index: 0 } });
    expect(at({ inText: true }, press('z', { ctrlKey: true }))).toBeNull();
    expect(at({}, press('z', { ctrlKey: true }))).toEqual({ command: { id: 'undo', index: 0 } });
  });

  it('turns single keys off on request, and leaves the others on', () => {
    expect(at({}, press('n'), null, { singleKeys: false })).toBeNull();
    expect(at({}, press('ArrowDown'), null, { singleKeys: false })).toEqual({ command: { id: 'fieldDown', index: 0 } });
  });

  it('runs a sequence: the first key waits, the second decides', () => {
    expect(at({}, press('a'))).toEqual({ pending: 'A' });
    expect(at({}, press('Enter'), 'A')).toEqual({ command: { id: 'bulkAccept', index: 0 } });
    expect(at({}, press('d'), 'G')).toEqual({ command: { id: 'goDuplicates', index: 0 } });
    expect(at({}, press('x'), 'G')).toBeNull();
  });

  it('passes over commands that nobody answers', () => {
    expect(at({}, press('m'), null, { isLive: (id) => id !== 'split' })).toBeNull();
  });

  it('says which record a digit means', () => {
    expect(at({}, press('3', { code: 'Digit3' }))).toEqual({ command: { id: 'pickNumber', index: 2 } });
    expect(at({}, press('#', { code: 'Digit3', shiftKey: true }))).toEqual({ command: { id: 'useAll', index: 2 } });
  });
});

it('gives no chord two meanings on one screen', () => {
  const owners = new Map<string, string[]>();
  for (const id of COMMAND_IDS) {
    const { keys, scope } = commandSpec(id);
    for (const key of keys)
      for (const area of scope === 'anywhere' ? ['review', 'import'] : [scope])
        owners.set(`${area} ${key}`, [...(owners.get(`${area} ${key}`) ?? []), id]);
  }
  expect([...owners].filter(([, ids]) => ids.length > 1)).toEqual([]);
});
