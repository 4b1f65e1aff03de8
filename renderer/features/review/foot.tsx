import { memo } from 'react';
import { formatCount } from '../../design/format.ts';
import { Keys } from '../../design/keys.tsx';

const HINTS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['ArrowLeft', 'ArrowRight'], 'value'],
  [['ArrowUp', 'ArrowDown'], 'field'],
  [['J', 'K'], 'next'],
  [['D'], 'differences'],
  [['P'], 'provenance'],
  [['Mod+Z'], 'undo'],
  [['?'], 'keys'],
];

/** The keys at hand, and where in the queue this is. */
export const ReviewFoot = memo(function ReviewFoot({ index, total }: { index: number | null; total: number }) {
  return (
    <footer className="review-foot">
      <div className="review-hints">
        {HINTS.map(([keys, what]) => (
          <span key={what}>
            {keys.map((chord) => (
              <Keys key={chord} keys={chord} />
            ))}
            {what}
          </span>
        ))}
      </div>
      <span className="review-position">
        {index === null ? `settled · ${formatCount(total)} left` : `${formatCount(index)} of ${formatCount(total)}`}
      </span>
    </footer>
  );
});
