import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import './modal.css';

/**
 * A dialog over the screen: focus starts at the first thing to fill in, stays inside, and returns to where it was; Esc closes.
 * `footer` holds the actions, primary last.
 */
export function Modal({
  title,
  description,
  size = 'medium',
  onClose,
  footer,
  children,
}: {
  title: string;
  description?: ReactNode;
  size?: 'small' | 'medium' | 'large';
  onClose: () => void;
  footer?: ReactNode;
  children: ReactNode;
}) {
  const body = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="modal-scrim" />
        <Dialog.Popup className={`modal ${size}`} initialFocus={() => firstControl(body.current)}>
          <header className="modal-head">
            <div>
              <Dialog.Title className="modal-title">{title}</Dialog.Title>
              {description !== undefined && <Dialog.Description className="muted">{description}</Dialog.Description>}
            </div>
            <Dialog.Close className="btn quiet icon" aria-label="Close">
              <X aria-hidden="true" />
            </Dialog.Close>
          </header>
          <div className="modal-body" ref={body}>
            {children}
          </div>
          {footer !== undefined && <footer className="modal-foot">{footer}</footer>}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** True: as the library does it. */
function firstControl(body: HTMLElement | null): HTMLElement | true {
  return body?.querySelector<HTMLElement>('input:not([type="hidden"]), select, textarea') ?? true;
}
