import type { Page } from '@playwright/test';

export interface LaunchOptions {
  /** Make and open the demo book. */
  readonly demo: boolean;
  /** Book to open at once, or null for the start screen. */
  readonly bookPath: string | null;
  /** Folder for the app's own data; new books go to `books` inside it. */
  readonly dataDir: string;
}

/** A running app, whatever carries its window. */
export interface RunningApp {
  readonly options: LaunchOptions;
  /** The one-use address of the loopback host; null where the window is not a page of a server. */
  readonly address: string | null;
  /** The app's one window, loaded and connected. */
  openPage(): Promise<Page>;
  /** Resolves with the exit code when the app has ended, for whatever reason; null after a signal. */
  readonly ended: Promise<number | null>;
  /** Ends it the way a user's system would, and waits until it is gone. Rejects when it did not end well. */
  close(): Promise<void>;
}
