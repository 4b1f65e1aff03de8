/** What a model that was learnt from the book's own records rests on: how much it saw, what it learnt, what it left and why. */
import type { ModelRests } from '#shared/contract/models.ts';
import { formatCount, plural } from '../../design/format.ts';

export function RestsCard({ rests }: { rests: ModelRests }) {
  const { links, ruledOut, compared, chance, expected, before, after, comparisons } = rests;
  return (
    <section className="models-card" aria-labelledby="model-rests">
      <h2 id="model-rests">What it rests on</h2>
      <p>
        References link {plural(links, 'pair')} of records of two systems, and nothing else speaks against them: they show how
        records of one sale agree. {formatCount(chance)} pairs drawn by lot show how often any two records do.{' '}
        {formatCount(compared)} pairs that met were weighed; some {formatCount(expected)} of all are one sale by these weights.
      </p>
      <p>
        Seen without their references, {formatCount(before.right)} of the links would be joined by the shipped weights, and{' '}
        {formatCount(after.right)} by these. Of {plural(ruledOut, 'pair')} that the links rule out, {formatCount(before.wrong)}{' '}
        would be joined by the shipped weights, and {formatCount(after.wrong)} by these.
      </p>
      <table className="plain-table models-rests">
        <thead>
          <tr>
            <th scope="col">Comparison</th>
            <th scope="col">Weights</th>
            <th scope="col" className="num">
              Levels learnt
            </th>
            <th scope="col" className="num" title="Pairs of one sale that state it, about">
              Pairs
            </th>
          </tr>
        </thead>
        <tbody>
          {comparisons.map(({ name, label, kept, pairs, levels, learnt }) => (
            <tr key={name}>
              <th scope="row">{label}</th>
              <td>{kept === null ? 'Learnt here, held back to the shipped ones' : `Kept as shipped. ${kept}`}</td>
              <td className="num">{kept === null ? `${learnt} of ${levels}` : <span className="faint">none</span>}</td>
              <td className="num">{formatCount(pairs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
