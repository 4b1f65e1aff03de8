import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { ariaShortcut, IS_MAC } from '../keys/chord.ts';
import { type CommandId, shownKey } from '../keys/map.ts';
import { Keys } from './keys.tsx';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `main`: the one primary action of a screen. `quiet`: beside it. */
  readonly tone?: 'plain' | 'main' | 'quiet' | 'danger';
  /** Shows the command's key on the button and tells assistive technology. The key itself is answered by `useCommand`. */
  readonly command?: CommandId;
  readonly icon?: ReactNode;
  /** The work this button started is under way. */
  readonly busy?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ tone = 'plain', command, icon, busy = false, className = '', children, disabled, ...rest }: ButtonProps) {
  const keys = command === undefined ? null : shownKey(command);
  const bare = children === undefined || children === null;
  return (
    <button
      type="button"
      className={`btn ${tone === 'plain' ? '' : tone} ${bare ? 'icon' : ''} ${className}`}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      aria-keyshortcuts={keys === null || keys.includes(' ') ? undefined : ariaShortcut(keys, IS_MAC)}
      {...rest}
    >
      {icon}
      {children}
      {keys !== null && <Keys keys={keys} />}
    </button>
  );
}
