/**
 * Chords as text: `Mod+K`, `Shift+1`, `ArrowDown`, `?`. `Mod` is ⌘ on a Mac and Ctrl elsewhere. A sequence is chords with a space
 * between: `G D`.
 */

/** What of a KeyboardEvent a chord looks at. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** True when the press is this chord. Letters and digits are compared by what they mean, whatever Shift or Caps Lock made of them. */
export function matchesChord(chord: string, press: KeyPress, isMac: boolean): boolean {
  const parts = chord.split('+');
  const key = parts.pop() ?? '';
  const wants = (name: string) => parts.includes(name);
  const mod = isMac ? press.metaKey : press.ctrlKey;
  const otherMod = isMac ? press.ctrlKey : press.metaKey;
  if (mod !== wants('Mod') || otherMod || press.altKey !== wants('Alt')) return false;
  if (/^[0-9]$/.test(key)) return press.shiftKey === wants('Shift') && (press.code === `Digit${key}` || press.key === key);
  // A sign such as `?` needs Shift on some layouts and not on others: the sign is what counts.
  if (key.length === 1 && !/[a-z]/i.test(key)) return press.key === key;
  return press.shiftKey === wants('Shift') && press.key.toLowerCase() === key.toLowerCase();
}

/** True for a chord that a person could type as text: it must not act while somebody writes. */
export function isTypedKey(chord: string): boolean {
  const key = chord.split('+').pop() ?? '';
  return !chord.includes('Mod+') && !chord.includes('Alt+') && key.length === 1;
}

const SIGNS: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: '↵',
  Escape: 'Esc',
  Delete: 'Del',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
};

/** The caps to draw for one chord: `Mod+Shift+Z` → `['⌘','⇧','Z']` or `['Ctrl','Shift','Z']`. */
export function chordCaps(chord: string, isMac: boolean): string[] {
  return chord.split('+').map((part) => {
    if (part === 'Mod') return isMac ? '⌘' : 'Ctrl';
    if (part === 'Shift') return isMac ? '⇧' : 'Shift';
    if (part === 'Alt') return isMac ? '⌥' : 'Alt';
    return SIGNS[part] ?? part;
  });
}

/** For `aria-keyshortcuts`, which wants the names of the specification. */
export function ariaShortcut(keys: string, isMac: boolean): string {
  return keys.replaceAll('Mod+', isMac ? 'Meta+' : 'Control+');
}

/** Whether shortcuts are shown and read the Mac way. Pure, so that tests may say. */
export function isMacPlatform(platform: string): boolean {
  return /mac|iphone|ipad/i.test(platform);
}

export const IS_MAC = typeof navigator !== 'undefined' && isMacPlatform(navigator.platform);
