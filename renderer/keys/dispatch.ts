/** From a key press to the command it means, given where the focus is. One listener for the whole window. */
import { isTypedKey, type KeyPress, matchesChord } from './chord.ts';
import { COMMAND_IDS, type CommandId, commandSpec, type KeyScope } from './map.ts';

export interface FocusPlace {
  /** The focus is in something that takes text. */
  readonly inText: boolean;
  /** The focus is on a control that has its own meaning for Enter and the space bar. */
  readonly onControl: boolean;
  /** A dialog, menu or list is open over the screen and holds the focus. */
  readonly inOverlay: boolean;
  /** Key areas around the focus; the area of the screen when nothing has the focus. */
  readonly scopes: readonly KeyScope[];
}

export interface Resolved {
  readonly id: CommandId;
  /** Which of the command's keys it was, from 0. */
  readonly index: number;
}

/**
 * The command of a press, or `'pending'` when the press starts a sequence, or null. `prefix` is the first chord of a sequence that
 * was pressed before, or null.
 */
export function resolvePress(
  press: KeyPress,
  place: FocusPlace,
  prefix: string | null,
  options: { isMac: boolean; singleKeys: boolean; isLive: (id: CommandId) => boolean },
): { command: Resolved } | { pending: string } | null {
  let pending: string | null = null;
  for (const id of COMMAND_IDS) {
    const spec = commandSpec(id);
    if (!options.isLive(id)) continue;
    for (const [index, keys] of spec.keys.entries()) {
      const [first = '', second] = keys.split(' ');
      if (!mayAct(first, spec.scope, place, options.singleKeys)) continue;
      if (second === undefined) {
        // `A Enter` outranks `Enter`, so a prefix closes the door for plain chords.
        if (prefix === null && matchesChord(first, press, options.isMac)) return { command: { id, index } };
      } else if (prefix === first && matchesChord(second, press, options.isMac)) return { command: { id, index } };
      else if (prefix === null && matchesChord(first, press, options.isMac)) pending = first;
    }
  }
  return pending === null ? null : { pending };
}

function mayAct(chord: string, scope: KeyScope, place: FocusPlace, singleKeys: boolean): boolean {
  if (place.inOverlay) return false;
  if (isTypedKey(chord) && (place.inText || !singleKeys)) return false;
  if (place.inText && !chord.startsWith('Mod+') && chord !== 'F1') return false;
  // Undo inside a text field belongs to the text.
  if (place.inText && /^Mod\+(Shift\+)?[ZY]$/.test(chord)) return false;
  if (place.inText && /^Mod\+Arrow/.test(chord)) return false;
  if (place.onControl && chord === 'Enter') return false;
  return scope === 'anywhere' || place.scopes.includes(scope);
}
