import { memo } from 'react';
import { formatCount } from '../../design/format.ts';
import { Keys } from '../../design/keys.tsx';

const HINTS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['ArrowLeft', 'ArrowRight'], 'choose a value'],
  [['ArrowUp', 'ArrowDown'], 'field'],
  [['J', 'K'], 'next, previous'],
  [['D'], 'only differences'],
  [['P'], 'provenance'],
  [['Mod+Z'], 'undo'],
  [['?'], 'all keys'],
];

/** The keys at hand, and where in the queue this is. */
export const ReviewFoot = memo(function ReviewFoot({ index, total }: { index: number; total: number }) {
  return (
    <footer className="review-foot">
      {HINTS.map(([keys, what]) => (
        <span key={what}>
          {keys.map((chord) => (
            <Keys key={chord} keys={chord} />
          ))}
          {what}
        </span>
      ))}
      <span className="review-position">
        {formatCount(index)} of {formatCount(total)}
      </span>
    </footer>
  );
});
