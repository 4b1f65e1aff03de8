import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Problem } from '#shared/contract/procedure.ts';
import { Keys } from '../design/keys.tsx';
import { type CommandId, shownKey } from '../keys/map.ts';
import './toasts.css';

const manager = Toast.createToastManager();
/** Long enough to read and to undo. */
const SHOWN_MS = 10_000;

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
  /** Its key is shown on the button. */
  readonly command?: CommandId;
}

/** The last receipt with an undo, while it is on screen. */
let lastUndoable: string | null = null;
/** Sentences that stand there now, by their toast. */
const standing = new Map<string, ReactNode>();

/**
 * Says what was done, and offers to take it back or to go on. Only the latest change is offered for undo: that is what the key means.
 * A sentence that stands there already takes the place of itself: two runs that found the same are said once.
 */
export function toast(title: ReactNode, action?: ToastAction): void {
  const undoable = action?.command === 'undo' || action?.command === 'redo';
  if (undoable && lastUndoable !== null) manager.close(lastUndoable);
  for (const [shown, said] of standing) if (said === title && typeof title === 'string') manager.close(shown);
  const id: string = manager.add({
    title,
    timeout: SHOWN_MS,
    onRemove: () => void standing.delete(id),
    ...(action === undefined
      ? {}
      : {
          actionProps: {
            children: <ActionLabel action={action} />,
            onClick: () => {
              manager.close(id);
              action.run();
            },
          },
        }),
  });
  standing.set(id, title);
  if (undoable) lastUndoable = id;
}

/** Says what did not work: it stays until it is closed. */
export function toastProblem(problem: Problem): void {
  manager.add({
    title: problem.what,
    description: `${problem.safe} ${problem.todo}`,
    type: 'problem',
    timeout: 0,
    priority: 'high',
  });
}

export function Toaster({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="toasts">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ActionLabel({ action }: { action: ToastAction }) {
  const keys = action.command === undefined ? null : shownKey(action.command);
  return (
    <>
      {action.label}
      {keys !== null && <Keys keys={keys} />}
    </>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((shown) => (
    <Toast.Root key={shown.id} toast={shown} className={`toast ${shown.type ?? ''}`}>
      <div className="toast-text">
        <Toast.Title render={<p />} className="toast-title" />
        <Toast.Description className="toast-more" />
      </div>
      {shown.actionProps !== undefined && <Toast.Action className="btn" />}
      <Toast.Close className="btn quiet icon" aria-label="Close">
        <X aria-hidden="true" />
      </Toast.Close>
    </Toast.Root>
  ));
}
