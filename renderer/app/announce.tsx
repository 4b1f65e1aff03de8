/** One polite live region for the whole window. */
import { create } from 'zustand';

const useAnnouncement = create<{ text: string; turn: number }>(() => ({ text: '', turn: 0 }));

/** Says a sentence to those who listen. The same sentence twice is said twice. */
export function announce(text: string): void {
  useAnnouncement.setState(({ turn }) => ({ text, turn: turn + 1 }));
}

export function Announcer() {
  const { text, turn } = useAnnouncement();
  return (
    <div className="sr-only" role="status" aria-live="polite" aria-atomic="true" data-testid="announcer">
      <span key={turn}>{text}</span>
    </div>
  );
}
