import type { ImportFile } from '#shared/contract/imports.ts';
import { formatBytes, formatCount, plural } from '../../design/format.ts';
import { SystemBadge } from '../../design/system-badge.tsx';
import { Tag } from '../../design/tag.tsx';

/** The files of a session, each with how far it is. */
export function FileList({
  files,
  chosen,
  onChoose,
}: {
  files: readonly ImportFile[];
  chosen: string | null;
  onChoose: (fileKey: string) => void;
}) {
  return (
    <ul className="import-files">
      {files.map((file) => (
        <li key={file.fileKey}>
          <button
            type="button"
            className={file.fileKey === chosen ? 'import-file on' : 'import-file'}
            aria-current={file.fileKey === chosen ? 'true' : undefined}
            onClick={() => onChoose(file.fileKey)}
          >
            <span className="import-file-name">
              {file.system !== null && <SystemBadge system={file.system} small />}
              <strong>{file.name}</strong>
            </span>
            <FileState file={file} />
            <span className="muted import-file-about">{aboutFile(file)}</span>
            {file.state === 'reading' && (
              <div
                className="meter"
                role="progressbar"
                aria-label={`Reading ${file.name}`}
                aria-valuenow={Math.round(file.progress * 100)}
              >
                <i style={{ width: `${file.progress * 100}%` }} />
              </div>
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}

function FileState({ file }: { file: ImportFile }) {
  switch (file.state) {
    case 'waiting':
      return <Tag>waiting</Tag>;
    case 'reading':
      return <Tag>{Math.round(file.progress * 100)}%</Tag>;
    case 'asking':
      return <Tag tone="warn">{plural(file.questions.length, 'question')}</Tag>;
    case 'ready':
      return file.counts !== null && file.counts.unreadable > 0 ? (
        <Tag tone="warn">{formatCount(file.counts.unreadable)} unreadable</Tag>
      ) : (
        <Tag tone="ok">ready</Tag>
      );
    case 'alreadyImported':
      return <Tag>known already</Tag>;
    case 'failed':
      return <Tag tone="bad">cannot be read</Tag>;
    case 'published':
      return <Tag tone="ok">imported</Tag>;
  }
}

function aboutFile(file: ImportFile): string {
  const parts = [file.label ?? formatBytes(file.byteCount)];
  if (file.account !== null) parts.push(file.account);
  if (file.state === 'reading' && file.rowsPerSecond !== null)
    parts.push(`${formatCount(Math.round(file.rowsPerSecond))} rows a second`);
  else if (file.counts !== null) parts.push(plural(file.counts.records, 'record'));
  return parts.join(' · ');
}
