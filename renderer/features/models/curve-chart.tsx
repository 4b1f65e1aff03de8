import { memo } from 'react';
import type { Curve } from '#shared/contract/models.ts';
import { formatCount } from '../../design/format.ts';
import { formatBits, formatExpected } from './words.ts';

const STEP = 500;

/**
 * Pairs by score, a column for each half bit; heights go with the square root of the counts, so that a few pairs beside thousands still
 * show. The same figures stand in a table below.
 */
export const CurveChart = memo(function CurveChart({
  curve: { points },
  joinAt,
  proposeAt,
}: {
  curve: Curve;
  joinAt: number;
  proposeAt: number;
}) {
  const first = Math.min(points[0]?.from ?? 0, proposeAt) - STEP;
  const last = Math.max(points.at(-1)?.from ?? 0, joinAt) + STEP;
  const byBand = new Map(points.map((point) => [point.from, point]));
  const bands = Array.from({ length: (last - first) / STEP + 1 }, (_, at) => first + at * STEP);
  const highest = Math.max(1, ...points.map(({ joined, proposed, apart }) => joined + proposed + apart));
  const height = (count: number, all: number) => (all === 0 ? 0 : (Math.sqrt(all / highest) * 100 * count) / all);
  const place = (millibits: number) => `${(100 * (millibits - first)) / (last - first + STEP)}%`;
  return (
    <section className="models-card" aria-labelledby="curve-title">
      <h2 id="curve-title">Pairs by score</h2>
      <p className="curve-legend" aria-hidden="true">
        <span className="curve-key joined" /> joined <span className="curve-key proposed" /> asked about{' '}
        <span className="curve-key apart" /> left apart
      </p>
      <div className="curve" aria-hidden="true">
        {bands.map((from) => {
          const point = byBand.get(from);
          const all = point === undefined ? 0 : point.joined + point.proposed + point.apart;
          return (
            <div key={from} className="curve-band" title={point === undefined ? undefined : bandWords(point)}>
              {point !== undefined && (
                <>
                  <i className="apart" style={{ height: `${height(point.apart, all)}%` }} />
                  <i className="proposed" style={{ height: `${height(point.proposed, all)}%` }} />
                  <i className="joined" style={{ height: `${height(point.joined, all)}%` }} />
                </>
              )}
            </div>
          );
        })}
        <span className="curve-line" style={{ left: place(proposeAt) }}>
          <b>ask</b>
        </span>
        <span className="curve-line join" style={{ left: place(joinAt) }}>
          <b>join</b>
        </span>
      </div>
      <div className="curve-axis" aria-hidden="true">
        {bands
          .filter((from) => from % 4000 === 0)
          .map((from) => (
            <span key={from} style={{ left: place(from) }}>
              {formatBits(from)}
            </span>
          ))}
      </div>
      <details className="curve-table">
        <summary>As a table</summary>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col" className="num">
                Score from, bits
              </th>
              <th scope="col" className="num">
                Joined
              </th>
              <th scope="col" className="num">
                Expected wrong
              </th>
              <th scope="col" className="num">
                Asked about
              </th>
              <th scope="col" className="num">
                Left apart
              </th>
              <th scope="col" className="num">
                People: one sale
              </th>
              <th scope="col" className="num">
                People: not
              </th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.from}>
                <th scope="row" className="num">
                  {formatBits(point.from)}
                </th>
                <td className="num">{formatCount(point.joined)}</td>
                <td className="num">{formatExpected(point.expectedWrong)}</td>
                <td className="num">{formatCount(point.proposed)}</td>
                <td className="num">{formatCount(point.apart)}</td>
                <td className="num">{formatCount(point.saidTogether)}</td>
                <td className="num">{formatCount(point.saidApart)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
});

function bandWords({ from, joined, proposed, apart, saidTogether, saidApart }: Curve['points'][number]): string {
  const said = saidTogether + saidApart === 0 ? '' : `; people said one sale ${saidTogether}, not ${saidApart}`;
  return `from ${formatBits(from)} bits: ${formatCount(joined)} joined, ${formatCount(proposed)} asked about, ${formatCount(apart)} left apart${said}`;
}
