import { memo } from 'react';
import type { ModelDetail } from '#shared/contract/models.ts';
import { formatCount } from '../../design/format.ts';
import { formatBits } from './words.ts';

type Level = ModelDetail['comparisons'][number]['levels'][number];

/**
 * A chart that is a table: one bar a level, from the middle to the right where it speaks for one sale, to the left where it speaks
 * against. A line marks the weight in force where that is another.
 */
export const WeightTable = memo(function WeightTable({ detail }: { detail: ModelDetail }) {
  const levels = detail.comparisons.flatMap((comparison) => comparison.levels);
  const widest = Math.max(1, ...levels.flatMap((level) => [Math.abs(level.millibits), Math.abs(level.inForceMillibits)]));
  return (
    <section className="models-card" aria-labelledby="model-weights">
      <h2 id="model-weights">What each comparison says, bits</h2>
      <p className="faint">One bit doubles the odds that two records are one sale. Nothing to compare says nothing.</p>
      <table className="plain-table weights">
        <thead>
          <tr>
            <th scope="col">When two records meet</th>
            <th scope="col" className="weights-for">
              <span>against</span>
              <span>for</span>
            </th>
            <th scope="col" className="num">
              Bits
            </th>
            <th scope="col" className="num" title="Pairs of the last run that met this level">
              Pairs
            </th>
            <th scope="col" className="num" title="Of these, joined by the machine">
              Joined
            </th>
            <th scope="col" className="num" title="What people said of such pairs: one sale, not one sale">
              People
            </th>
          </tr>
        </thead>
        {detail.comparisons.map(({ name, label, levels: own }) => (
          <tbody key={name}>
            <tr className="weights-group">
              <th scope="rowgroup" colSpan={6}>
                {label}
              </th>
            </tr>
            {own.slice(1).map((level) => (
              <Row key={level.level} level={level} widest={widest} />
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
});

function Row({ level, widest }: { level: Level; widest: number }) {
  const { millibits, inForceMillibits, sentence, kept, joined, together, apart } = level;
  const at = (weight: number) => 50 + (50 * weight) / widest;
  const changed = millibits !== inForceMillibits;
  return (
    <tr>
      <th scope="row">{sentence}</th>
      <td>
        <span className="weights-track" aria-hidden="true">
          <i
            className={millibits < 0 ? 'weights-bar neg' : 'weights-bar'}
            style={{ left: `${Math.min(50, at(millibits))}%`, width: `${Math.abs(at(millibits) - 50)}%` }}
          />
          <i className="weights-zero" />
          {changed && <i className="weights-before" style={{ left: `${at(inForceMillibits)}%` }} />}
        </span>
      </td>
      <td className="num">
        {formatBits(millibits)}
        {changed && <small className="faint weights-was"> was {formatBits(inForceMillibits)}</small>}
      </td>
      <td className="num">{kept === 0 ? <span className="faint">0</span> : formatCount(kept)}</td>
      <td className="num">{joined === 0 ? <span className="faint">0</span> : formatCount(joined)}</td>
      <td className="num">
        {together + apart === 0 ? (
          <span className="faint">0</span>
        ) : (
          <span title={`one sale ${together.toFixed(1)}, not one sale ${apart.toFixed(1)}`}>
            {shortly(together)} : {shortly(apart)}
          </span>
        )}
      </td>
    </tr>
  );
}

function shortly(voices: number): string {
  return Number.isInteger(voices) ? String(voices) : voices.toFixed(1);
}
