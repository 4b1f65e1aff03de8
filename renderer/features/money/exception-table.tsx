import { Link } from 'wouter';
import type { ExceptionSummary } from '#shared/contract/money.ts';
import { ownerName } from '#shared/domain/policy-words.ts';
import { formatProbability } from '../../design/format.ts';
import { Money } from '../../design/money.tsx';
import { Tag } from '../../design/tag.tsx';
import { DueWords } from '../inbox/due-words.tsx';

/** What does not hold, each a step away from its page in the inbox. */
export function ExceptionTable({ exceptions, zone }: { exceptions: readonly ExceptionSummary[]; zone: string }) {
  if (exceptions.length === 0) return <p className="muted money-none">Nothing is open here.</p>;
  return (
    <table className="plain-table money-table">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Reason</th>
          <th scope="col">Best guess</th>
          <th scope="col">Owner</th>
          <th scope="col">Due</th>
          <th scope="col" className="num">
            Amount
          </th>
        </tr>
      </thead>
      <tbody>
        {exceptions.map((one) => (
          <tr key={one.exceptionId}>
            <td>
              <Link href={`/inbox/${one.exceptionId}`}>{one.subject}</Link>
            </td>
            <td>
              <Tag tone={one.severity === 'S1' ? 'bad' : one.severity === 'S2' ? 'warn' : undefined}>{one.severity}</Tag>{' '}
              {one.title}
            </td>
            <td className="muted">
              {one.bestGuess ?? '–'}
              {one.probability !== null && ` · ${formatProbability(one.probability)}`}
            </td>
            <td>{ownerName(one.owner)}</td>
            <td>
              <DueWords dueAt={one.dueAt} zone={zone} />
            </td>
            <td className="num">
              <Money amountMinor={one.amountMinor} currency={one.currency} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
