import { Keys } from '../design/keys.tsx';
import { Modal } from '../design/modal.tsx';
import { COMMAND_IDS, commandSpec, type KeyCommand } from '../keys/map.ts';
import './help.css';
import { changeSettings, useSettings } from './settings.ts';

const GROUPS: readonly KeyCommand['group'][] = [
  'Duplicates',
  'Fields',
  'Inbox',
  'Anywhere',
  'Order',
  'Precision',
  'Policy',
  'Import',
];

/** The keyboard map, read from the same table that answers the keys. */
export function Help({ onClose }: { onClose: () => void }) {
  const singleKeys = useSettings((settings) => settings.singleKeys);
  return (
    <Modal
      title="Keyboard shortcuts"
      description="Single letters act only while no text field has the focus. Sources are never changed, and everything here can be undone."
      size="large"
      onClose={onClose}
      footer={
        <label className="foot-start help-switch">
          <input type="checkbox" checked={singleKeys} onChange={(event) => changeSettings({ singleKeys: event.target.checked })} />
          Single letters are shortcuts
        </label>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list longer than the dialog is scrolled with the keyboard */}
      <section className="help" aria-label="Keyboard map" tabIndex={0}>
        {GROUPS.map((group) => (
          <section key={group}>
            <h2>{group}</h2>
            <dl>
              {COMMAND_IDS.map((id) => ({ id, spec: commandSpec(id) }))
                .filter(({ spec }) => spec.group === group && spec.keys.length > 0)
                .map(({ id, spec }) => (
                  <div key={id}>
                    <dt>{spec.label}</dt>
                    <dd>
                      {shownChords(spec.keys).map((keys) => (
                        <Keys key={keys} keys={keys} />
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </section>
    </Modal>
  );
}

/** Six keys that differ by a digit are shown as the first and the last. */
function shownChords(keys: readonly string[]): readonly string[] {
  const [first, last] = [keys[0], keys.at(-1)];
  return keys.length > 3 && first !== undefined && last !== undefined ? [first, last] : keys;
}
