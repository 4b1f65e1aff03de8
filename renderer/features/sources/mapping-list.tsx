import { useQuery } from '@tanstack/react-query';
import { Columns3, Download, Trash2, Upload } from 'lucide-react';
import { columnMapping } from '#shared/contract/imports.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';
import { attempt } from '../../app/act.ts';
import { pickFiles, saveText } from '../../app/files.ts';
import { toast, toastProblem } from '../../app/toasts.tsx';
import { useClient } from '../../client/context.tsx';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { SystemBadge } from '../../design/system-badge.tsx';

/** Which column means what, once per set of header names. A mapping is a small JSON file that another book can take in. */
export function MappingList() {
  const client = useClient();
  const { data, refetch } = useQuery({
    queryKey: ['imports', 'mappings'],
    queryFn: ({ signal }) => client.imports.mappings(undefined, { signal }),
  });

  async function takeIn(): Promise<void> {
    const [file] = await pickFiles();
    if (file === undefined) return;
    const mapping = columnMapping.safeParse(parseJson(await file.text()));
    if (!mapping.success) {
      toastProblem({
        code: 'mappingUnreadable',
        what: `${file.name} is not a column mapping.`,
        safe: 'Nothing was changed.',
        todo: 'Choose a file that was exported from this list.',
      });
      return;
    }
    const done = await attempt(async () => ({ saved: await client.imports.saveMapping({ mapping: mapping.data }) }));
    if (done === null) return;
    toast(`Mapping “${mapping.data.name}” is ready for files with its header.`);
    await refetch();
  }

  if (data === undefined) return <p className="faint">Reading…</p>;
  return (
    <>
      <p className="sources-more">
        <Button icon={<Upload aria-hidden="true" />} onClick={() => void takeIn()}>
          Take in a mapping file
        </Button>
        <span className="muted">A CSV that no connector knows asks for its columns once; the answer is kept here.</span>
      </p>
      {data.length === 0 ? (
        <EmptyState icon={<Columns3 />} title="No mappings yet">
          Import a CSV with columns of your own: you say once what each column means.
        </EmptyState>
      ) : (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">Mapping</th>
              <th scope="col">Reads as</th>
              <th scope="col">Columns</th>
              <th scope="col">
                <span className="sr-only">Export or remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.map(({ shipped, ...mapping }) => (
              <tr key={`${mapping.name} ${mapping.header.join()}`}>
                <td>
                  {mapping.name} {shipped && <span className="tag">comes with Onefold</span>}
                </td>
                <td>
                  <span className="batch-file">
                    <SystemBadge system={mapping.system} small />
                    {SYSTEM_LABELS[mapping.system].name} {mapping.type.replaceAll('_', ' ')}
                  </span>
                </td>
                <td className="faint mapping-columns" title={mapping.header.join(', ')}>
                  {mapping.header.join(', ')}
                </td>
                <td className="num">
                  <Button
                    tone="quiet"
                    icon={<Download aria-hidden="true" />}
                    onClick={() => saveText(`${mapping.name}.mapping.json`, `${JSON.stringify(mapping, null, 2)}\n`)}
                  >
                    Export
                  </Button>
                  {!shipped && (
                    <Button
                      tone="quiet"
                      icon={<Trash2 aria-hidden="true" />}
                      aria-label={`Remove the mapping ${mapping.name}`}
                      onClick={() =>
                        void attempt(async () => ({
                          removed: await client.imports.deleteMapping({ header: mapping.header }),
                        })).then(() => refetch())
                      }
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
