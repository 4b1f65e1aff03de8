import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import './modal.css';

/**
 * A dialog over the screen: focus stays inside, Esc closes, focus returns to where it was. `footer` holds the actions, primary last.
 */
export function Modal({
  title,
  description,
  size = 'medium',
  onClose,
  initialFocus,
  footer,
  children,
}: {
  title: string;
  description?: ReactNode;
  size?: 'small' | 'medium' | 'large';
  onClose: () => void;
  initialFocus?: RefObject<HTMLElement | null>;
  footer?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="modal-scrim" />
        <Dialog.Popup className={`modal ${size}`} {...(initialFocus === undefined ? {} : { initialFocus })}>
          <header className="modal-head">
            <div>
              <Dialog.Title className="modal-title">{title}</Dialog.Title>
              {description !== undefined && <Dialog.Description className="muted">{description}</Dialog.Description>}
            </div>
            <Dialog.Close className="btn quiet icon" aria-label="Close">
              <X aria-hidden="true" />
            </Dialog.Close>
          </header>
          <div className="modal-body">{children}</div>
          {footer !== undefined && <footer className="modal-foot">{footer}</footer>}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
