import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useClient } from '../../client/context.tsx';
import { formatInstant } from '../../design/format.ts';

const SHOWN = 50;

/** The entries that speak of this order's records, newest first. */
export function OrderLog({ orderId, zone }: { orderId: string; zone: string }) {
  const client = useClient();
  const filter = { text: '', actors: [], actions: [], orderId, fromMs: null, toMs: null };
  const { data } = useQuery({
    queryKey: ['log', 'list', filter, 'first'],
    queryFn: ({ signal }) => client.log.list({ offset: 0, limit: SHOWN, filter }, { signal }),
  });
  if (data === undefined) return <p className="faint">Reading the log…</p>;
  if (data.total === 0) return <p className="faint">Nothing was decided on this order yet. Its imports are under Sources.</p>;
  return (
    <>
      <table className="plain-table">
        <thead>
          <tr>
            {['When', 'Who', 'Field', 'Change', 'Why'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <tr key={row.seq}>
              <td>
                <Link href={`/log/${row.seq}`}>{formatInstant(row.at, zone)}</Link>
              </td>
              <td>{row.actorLabel}</td>
              <td>{row.field ?? row.actionLabel}</td>
              <td>
                {row.before !== null && <del>{row.before}</del>} {row.before !== null && row.after !== null && '→'} {row.after}
              </td>
              <td className="muted">{row.why}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {data.total > SHOWN && <p className="faint">{data.total - SHOWN} older entries are in the change log.</p>}
    </>
  );
}
