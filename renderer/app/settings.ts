/** Choices of this window: kept with the browser profile, never in the book. */
import { create } from 'zustand';

export type Theme = 'system' | 'light' | 'dark';

interface Settings {
  readonly theme: Theme;
  /** Single letters act as shortcuts (WCAG 2.1.4: they can be turned off). */
  readonly singleKeys: boolean;
  readonly evidenceOpen: boolean;
  readonly onlyDifferences: boolean;
}

const STORAGE_KEY = 'onefold.settings';
const DEFAULTS: Settings = { theme: 'system', singleKeys: true, evidenceOpen: true, onlyDifferences: true };

export const useSettings = create<Settings>(() => ({ ...DEFAULTS, ...stored() }));

export function changeSettings(patch: Partial<Settings>): void {
  useSettings.setState(patch);
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(useSettings.getState()));
  } catch {
    // Storage may be full or forbidden; the choice then holds for this window only.
  }
}

function stored(): Partial<Settings> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Partial<Settings>) : {};
  } catch {
    return {};
  }
}

/** Puts the theme on the page, and follows the system live while that is the choice. Returns what stops it. */
export function followTheme(page: Document): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const { theme } = useSettings.getState();
    page.documentElement.dataset.theme = theme === 'system' ? (system.matches ? 'dark' : 'light') : theme;
  };
  apply();
  system.addEventListener('change', apply);
  const stop = useSettings.subscribe(apply);
  return () => {
    system.removeEventListener('change', apply);
    stop();
  };
}
