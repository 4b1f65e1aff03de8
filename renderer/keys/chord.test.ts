import { describe, expect, it } from 'vitest';
import { ariaShortcut, chordCaps, isTypedKey, type KeyPress, matchesChord } from './chord.ts';

function press(key: string, over: Partial<KeyPress> = {}): KeyPress {
  return { key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...over };
}

describe('matchesChord', () => {
  it('takes Mod as Ctrl on a PC and as ⌘ on a Mac, and never as the other', () => {
    expect(matchesChord('Mod+K', press('k', { ctrlKey: true }), false)).toBe(true);
    expect(matchesChord('Mod+K', press('k', { metaKey: true }), true)).toBe(true);
    expect(matchesChord('Mod+K', press('k', { metaKey: true }), false)).toBe(false);
    expect(matchesChord('Mod+K', press('k', { ctrlKey: true }), true)).toBe(false);
  });

  it('does not fire a plain letter while Ctrl, ⌘ or Alt is held', () => {
    expect(matchesChord('N', press('n'), false)).toBe(true);
    for (const held of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }])
      expect(matchesChord('N', press('n', held), false)).toBe(false);
  });

  it('tells a letter from its shifted self, but not with Caps Lock', () => {
    expect(matchesChord('X', press('X', { shiftKey: true }), false)).toBe(false);
    expect(matchesChord('Shift+X', press('X', { shiftKey: true }), false)).toBe(true);
    expect(matchesChord('X', press('X'), false)).toBe(true);
  });

  it('reads digits from the key cap, because Shift+1 types a sign', () => {
    expect(matchesChord('Shift+1', press('!', { code: 'Digit1', shiftKey: true }), false)).toBe(true);
    expect(matchesChord('1', press('!', { code: 'Digit1', shiftKey: true }), false)).toBe(false);
    expect(matchesChord('1', press('1', { code: 'Numpad1' }), false)).toBe(true);
  });

  it('takes a sign with or without Shift', () => {
    expect(matchesChord('?', press('?', { shiftKey: true }), false)).toBe(true);
    expect(matchesChord('?', press('?'), false)).toBe(true);
  });
});

describe('how chords are shown', () => {
  it('draws the caps of the platform', () => {
    expect(chordCaps('Mod+Shift+Z', true)).toEqual(['⌘', '⇧', 'Z']);
    expect(chordCaps('Mod+Shift+Z', false)).toEqual(['Ctrl', 'Shift', 'Z']);
    expect(chordCaps('ArrowDown', false)).toEqual(['↓']);
  });

  it('names modifiers for assistive technology', () => {
    expect(ariaShortcut('Mod+Enter', false)).toBe('Control+Enter');
    expect(ariaShortcut('Mod+Enter', true)).toBe('Meta+Enter');
  });
});

it('knows which chords are text', () => {
  expect(['N', 'Shift+X', '?', '1'].map(isTypedKey)).toEqual([true, true, true, true]);
  expect(['Mod+K', 'F2', 'Enter', 'ArrowUp', 'Escape'].map(isTypedKey)).toEqual([false, false, false, false, false]);
});
