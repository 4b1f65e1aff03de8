import { useSyncExternalStore } from 'react';

const WIDE = '(width >= 1160px)';

/** Whether the evidence has a column of its own. */
export function useWideWindow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(WIDE);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => matchMedia(WIDE).matches,
  );
}
