/** Who changed how this book is judged, when, why, and from what to what. */
import { useQuery } from '@tanstack/react-query';
import { History, Undo2 } from 'lucide-react';
import type { PolicyVersion } from '#shared/contract/policy.ts';
import { takeBack } from '../../app/act.ts';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { formatInstant } from '../../design/format.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { Tag } from '../../design/tag.tsx';
import { Sheet } from './sheet.tsx';

export function HistoryPage({ zone }: { zone: string }) {
  const client = useClient();
  const { data, error } = useQuery(queries.policyHistory(client));
  if (error !== null) return <ProblemNotice problem={problemOf(error)} />;
  if (data === undefined) return <div className="policy-sheet" aria-busy="true" />;
  if (data.length === 0)
    return (
      <EmptyState icon={<History />} title="Nothing was changed yet">
        This book is judged by the rules that came with the app. Each change of them stands here, with who, when and why.
      </EmptyState>
    );
  // A version holds all rules: taking back an older one would change nothing while a newer one stands.
  const newest = data.find(({ kind, withdrawn }) => kind === 'policy' && !withdrawn)?.decisionId;
  return (
    <Sheet
      title="Changes"
      about="Every change of the rules, of opening balances and of coverage. The newest of each can be taken back."
    >
      <table className="plain-table policy-history">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">What</th>
            <th scope="col">Why</th>
            <th scope="col">
              <span className="sr-only">Take back</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.map((version) => (
            <tr key={version.decisionId}>
              <td className="num policy-when">{formatInstant(version.at, zone)}</td>
              <td>{version.actor}</td>
              <td>
                <Changes version={version} />
              </td>
              <td className="muted">{version.reason}</td>
              <td className="num">
                {version.withdrawn ? (
                  <Tag>taken back</Tag>
                ) : (
                  (version.kind !== 'policy' || version.decisionId === newest) && (
                    <Button
                      tone="quiet"
                      icon={<Undo2 aria-hidden="true" />}
                      onClick={() => void takeBack(client, version.decisionId)}
                    >
                      Take back
                    </Button>
                  )
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  );
}

function Changes({ version: { changes, withdrawn } }: { version: PolicyVersion }) {
  return (
    <ul className={withdrawn ? 'policy-changes faint' : 'policy-changes'}>
      {changes.map(({ label, before, after }) => (
        <li key={label}>
          <strong>{label}</strong>{' '}
          {before !== '' && (
            <>
              <del>{before}</del> →{' '}
            </>
          )}
          {after}
        </li>
      ))}
    </ul>
  );
}
