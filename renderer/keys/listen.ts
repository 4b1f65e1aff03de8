/** The one key listener of the window. */
import { IS_MAC } from './chord.ts';
import { type FocusPlace, resolvePress } from './dispatch.ts';
import { isLive, runCommand } from './live.ts';
import type { KeyScope } from './map.ts';

const OVERLAYS = '[role="dialog"],[role="alertdialog"],[role="menu"],[role="listbox"]';
const CONTROLS = 'button,a[href],summary,select,input,textarea,[role="menuitem"],[role="button"]';
const NON_TEXT_INPUTS = new Set(['checkbox', 'radio', 'range', 'button', 'submit', 'file', 'color']);

/** Listens until the returned function is called. `onPending` hears the first chord of a sequence, then null. */
export function listenToKeys(
  page: Document,
  settings: { singleKeys: () => boolean; onPending: (prefix: string | null) => void },
): () => void {
  let prefix: string | null = null;
  const setPrefix = (next: string | null) => {
    if (prefix !== next) settings.onPending(next);
    prefix = next;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
    const found = resolvePress(event, placeOf(page), prefix, { isMac: IS_MAC, singleKeys: settings.singleKeys(), isLive });
    if (found === null) {
      setPrefix(null);
      return;
    }
    event.preventDefault();
    if ('pending' in found) {
      setPrefix(found.pending);
      return;
    }
    setPrefix(null);
    runCommand(found.command.id, found.command.index);
  };
  page.addEventListener('keydown', onKeyDown);
  return () => page.removeEventListener('keydown', onKeyDown);
}

function placeOf(page: Document): FocusPlace {
  const focused = page.activeElement;
  const element = focused instanceof HTMLElement && focused !== page.body ? focused : null;
  const areas = element === null ? [...page.querySelectorAll('[data-keys]')] : [element.closest('[data-keys]')];
  return {
    inText: element !== null && takesText(element),
    onControl: element?.matches(CONTROLS) === true,
    inOverlay: element?.closest(OVERLAYS) != null,
    scopes: areas.flatMap((area) => (area instanceof HTMLElement ? [area.dataset.keys as KeyScope] : [])),
  };
}

function takesText(element: HTMLElement): boolean {
  if (element instanceof HTMLInputElement) return !NON_TEXT_INPUTS.has(element.type);
  return element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement || element.isContentEditable;
}
