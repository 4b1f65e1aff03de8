import { Dialog } from '@base-ui/react/dialog';
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { DiffText } from '../design/diff-text.tsx';
import { Keys } from '../design/keys.tsx';
import { runCommand, useLiveCommands } from '../keys/live.ts';
import { COMMAND_IDS, type CommandId, commandSpec, shownKey } from '../keys/map.ts';
import { fuzzyRank } from './fuzzy.ts';
import './palette.css';

/** Commands used in this window, latest first. */
let recent: readonly CommandId[] = [];

/** Moving a highlight or opening the palette from the palette is not a command to offer. */
const NOT_OFFERED: ReadonlySet<CommandId> = new Set([
  'palette',
  'fieldDown',
  'fieldUp',
  'pickLeft',
  'pickRight',
  'pickNumber',
  'useAll',
]);

/** Every command that would do something now, found by a few letters. */
export function Palette({ onClose }: { onClose: () => void }) {
  const live = useLiveCommands();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const listRef = useRef<HTMLDivElement>(null);
  const id = useId();
  const offered = COMMAND_IDS.filter((command) => live.has(command) && !NOT_OFFERED.has(command));
  const found = fuzzyRank(offered, query, (command) => commandSpec(command).label, recent);
  const at = Math.min(chosen, found.length - 1);

  useLayoutEffect(() => {
    listRef.current?.querySelector(`[data-index="${at}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  function choose(command: CommandId): void {
    recent = [command, ...recent.filter((other) => other !== command)];
    onClose();
    // After the dialog gave the focus back, so that the command finds the screen as it was.
    requestAnimationFrame(() => runCommand(command));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) {
      event.preventDefault();
      setChosen((at + step + found.length) % found.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const hit = found[at];
      if (hit !== undefined) choose(hit.item);
    }
  }

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="modal-scrim" />
        <Dialog.Popup className="palette" aria-label="All commands">
          <input
            className="palette-input"
            role="combobox"
            aria-expanded="true"
            aria-controls={id}
            aria-activedescendant={found.length > 0 ? `${id}-${at}` : undefined}
            aria-label="Search commands"
            placeholder="What do you want to do?"
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              setChosen(0);
            }}
            onKeyDown={onKeyDown}
          />
          <div id={id} role="listbox" aria-label="Commands" className="palette-list" ref={listRef}>
            {found.map(({ item, at: letters }, i) => {
              const keys = shownKey(item);
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the input above has the keyboard
                <div
                  key={item}
                  id={`${id}-${i}`}
                  data-index={i}
                  role="option"
                  tabIndex={-1}
                  aria-selected={i === at}
                  className="palette-item"
                  onClick={() => choose(item)}
                  onMouseMove={() => setChosen(i)}
                >
                  <span>
                    <DiffText text={commandSpec(item).label} marks={letters.map((start) => ({ start, end: start + 1 }))} />
                  </span>
                  <span className="faint">{commandSpec(item).group}</span>
                  {keys !== null && <Keys keys={keys} />}
                </div>
              );
            })}
          </div>
          {found.length === 0 && <p className="palette-none muted">No command is called that. Try fewer letters.</p>}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
