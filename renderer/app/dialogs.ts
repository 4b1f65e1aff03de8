/** Which dialog of the whole app is open. Dialogs of one screen belong to that screen. */
import { create } from 'zustand';

export type AppDialog = 'palette' | 'help' | 'newBook' | 'openBook' | 'bookSettings' | 'profile';

export const useDialogs = create<{ open: AppDialog | null }>(() => ({ open: null }));

export function openDialog(dialog: AppDialog): void {
  useDialogs.setState({ open: dialog });
}

export function closeDialog(): void {
  useDialogs.setState({ open: null });
}
