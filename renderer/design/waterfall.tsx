import { memo } from 'react';
import './waterfall.css';
import { formatTenths, placeBars, tenthsThatAddUp } from './waterfall-math.ts';

export interface WaterfallBar {
  /** Row of the grid that the bar speaks of; null for the starting odds. */
  readonly field: string | null;
  readonly label: string;
  readonly sentence: string;
  readonly millibits: number;
}

/** Evidence from the starting odds to the score: one bar a comparison, each with its sentence, and the sum below. */
export const Waterfall = memo(function Waterfall({
  bars,
  conclusion,
  activeField,
  onPick,
}: {
  bars: readonly WaterfallBar[];
  /** What the sum means: "99.7%". */
  conclusion: string;
  activeField: string | null;
  onPick: (field: string) => void;
}) {
  const millibits = bars.map((bar) => bar.millibits);
  const { parts, total } = tenthsThatAddUp(millibits);
  const placed = placeBars(millibits);
  return (
    <ol className="waterfall">
      {bars.map((bar, i) => {
        const place = placed.bars[i];
        const figure = formatTenths(parts[i] ?? 0);
        const content = (
          <>
            <span className="wf-label">{bar.label}</span>
            <span className="wf-track" aria-hidden="true">
              <i className="wf-zero" style={{ left: `${placed.zero}%` }} />
              {place !== undefined && (
                <i
                  className={place.negative ? 'wf-bar neg' : 'wf-bar'}
                  style={{ left: `${place.left}%`, width: `max(2px, ${place.width}%)` }}
                />
              )}
            </span>
            <span className="num">{figure}</span>
            <span className="wf-sentence">{bar.sentence}</span>
          </>
        );
        const { field } = bar;
        return (
          <li key={`${field ?? ''} ${bar.label}`} className={field !== null && field === activeField ? 'on' : ''}>
            {field === null ? (
              <div className="wf-row">{content}</div>
            ) : (
              <button type="button" className="wf-row" onClick={() => onPick(field)}>
                {content}
              </button>
            )}
          </li>
        );
      })}
      <li className="wf-sum">
        <div className="wf-row">
          <span className="wf-label">Together</span>
          <span className="wf-sentence">{conclusion}</span>
          <span className="num">{formatTenths(total)} bits</span>
        </div>
      </li>
    </ol>
  );
});
