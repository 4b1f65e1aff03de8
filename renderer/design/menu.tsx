import { Menu as BaseMenu } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { type CommandId, shownKey } from '../keys/map.ts';
import { Keys } from './keys.tsx';
import './menu.css';

/** A button that opens a list of actions. */
export function Menu({
  trigger,
  align = 'start',
  finalFocus = () => true,
  children,
}: {
  trigger: ReactElement;
  align?: 'start' | 'end';
  /** Where the focus goes afterwards: an element, true for the button, false to leave it. */
  finalFocus?: () => HTMLElement | boolean;
  children: ReactNode;
}) {
  return (
    <BaseMenu.Root modal={false}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner className="menu-place" sideOffset={6} align={align}>
          <BaseMenu.Popup className="menu" finalFocus={finalFocus}>
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

export function MenuItem({
  icon,
  command,
  checked,
  disabled = false,
  onClick,
  children,
}: {
  icon?: ReactNode;
  /** Shows the command's key. */
  command?: CommandId;
  /** Given: one of several; the one in force has a tick. */
  checked?: boolean;
  disabled?: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  const keys = command === undefined ? null : shownKey(command);
  return (
    <BaseMenu.Item className="menu-item" disabled={disabled} onClick={onClick}>
      {checked !== undefined && <span className="menu-tick">{checked ? '✓' : ''}</span>}
      {icon}
      <span className="menu-label">{children}</span>
      {checked === true && <span className="sr-only">, chosen</span>}
      {keys !== null && <Keys keys={keys} />}
    </BaseMenu.Item>
  );
}

export function MenuLine() {
  return <BaseMenu.Separator className="menu-line" />;
}
