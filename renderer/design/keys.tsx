import { chordCaps, IS_MAC } from '../keys/chord.ts';

/** Key caps of a chord or a sequence, as this platform draws them. Decoration: buttons carry `aria-keyshortcuts`. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="keys" aria-hidden="true">
      {keys.split(' ').map((chord, i) => (
        <span className="keys" key={chord}>
          {i > 0 && <i>then</i>}
          {chordCaps(chord, IS_MAC).map((cap) => (
            <kbd key={cap}>{cap}</kbd>
          ))}
        </span>
      ))}
    </span>
  );
}
