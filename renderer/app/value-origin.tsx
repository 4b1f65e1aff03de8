import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ValueOrigin } from '#shared/contract/orders.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';
import { useClient } from '../client/context.tsx';
import { problemOf } from '../client/problems.ts';
import { queries } from '../client/queries.ts';
import { Button } from '../design/button.tsx';
import { DiffText } from '../design/diff-text.tsx';
import { formatCount, formatInstant } from '../design/format.ts';
import { ProblemNotice } from '../design/notice.tsx';
import { SystemBadge } from '../design/system-badge.tsx';
import { columnInHeader, excerptAround, type Range } from './excerpt.ts';
import './value-origin.css';

/** Where a value comes from: the very line of the file, its hashes, every earlier value, and what the other records say. */
export function ValueOriginPanel({ recordId, field, zone }: { recordId: number; field: string; zone: string }) {
  const client = useClient();
  const { data: origin, error } = useQuery(queries.valueOrigin(client, { recordId, field }));
  if (error !== null) return <ProblemNotice problem={problemOf(error)} />;
  if (origin === undefined) return <section className="origin" aria-busy="true" />;
  if (origin === null)
    return <p className="muted">No record that is in the book now says this. Its import may have been undone.</p>;
  return <OriginView origin={origin} zone={zone} />;
}

function OriginView({ origin, zone }: { origin: ValueOrigin; zone: string }) {
  const { badge, source, versions, others } = origin;
  return (
    <section className="origin" aria-label={`Where “${origin.value?.text ?? 'blank'}” comes from`}>
      <h2>Where “{origin.value?.text ?? 'blank'}” comes from</h2>
      <p className="origin-record">
        <SystemBadge system={badge.system} small />
        <span>
          {SYSTEM_LABELS[badge.system].name} {badge.type.replaceAll('_', ' ')} <span className="mono">{badge.nativeId}</span>
        </span>
      </p>
      {origin.enteredBy !== null && <p>Entered by {origin.enteredBy}. No file says it.</p>}
      {source !== null && <SourceLine source={source} zone={zone} />}
      {versions.length > 1 && (
        <div>
          <h3>Every value this record gave</h3>
          <ol className="origin-list">
            {versions.map((version) => (
              <li key={version.versionId}>
                <span>{version.cleared ? 'cleared by the source' : (version.value?.text ?? 'blank')}</span>
                <span className="faint">
                  {version.at === null ? '' : `${formatInstant(version.at, zone)} · `}batch {version.batchId}
                </span>
              </li>
            ))}
          </ol>
        </div>
      )}
      {others.length > 0 && (
        <div>
          <h3>The other records say</h3>
          <ul className="origin-list">
            {others.map((other) => (
              <li key={other.recordId}>
                <span className="origin-record">
                  <SystemBadge system={other.badge.system} small />
                  {other.value?.text ?? 'nothing'}
                </span>
                <span className="faint mono">{other.badge.nativeId}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

const AROUND = 110;

function SourceLine({ source, zone }: { source: NonNullable<ValueOrigin['source']>; zone: string }) {
  const [whole, setWhole] = useState(false);
  const radius = whole ? Number.POSITIVE_INFINITY : AROUND;
  const header = source.headerText;
  const headerMark = header === null ? null : columnInHeader(header, source.column);
  const isCut = source.recordText.length > AROUND * 2 + 40 || (header ?? '').length > AROUND * 2 + 40;
  return (
    <>
      <pre className="origin-text">
        <span className="origin-place">
          {source.fileName} line {formatCount(source.line)}
          {source.pointer === null ? '' : ` ${source.pointer}`}
        </span>
        {header !== null && <Excerpt className="origin-header" text={header} mark={headerMark} radius={radius} />}
        <Excerpt text={source.recordText} mark={source.mark} radius={radius} />
      </pre>
      {isCut && (
        <Button tone="quiet" className="origin-more" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? 'Show around the value' : 'Show the whole line'}
        </Button>
      )}
      <p className="faint">
        {source.column === null ? '' : `Column “${source.column}” · `}
        <span title={source.payloadSha256}>sha256 {shortHash(source.payloadSha256)}</span> · kept as received ·{' '}
        {formatInstant(source.receivedAt, zone)} · batch {source.batchId} ·{' '}
        <span title={source.fileSha256}>file {shortHash(source.fileSha256)}</span>
      </p>
    </>
  );
}

function Excerpt({ text, mark, radius, className }: { text: string; mark: Range | null; radius: number; className?: string }) {
  const cut = excerptAround(text, mark, radius);
  return (
    <span className={className}>
      <DiffText text={cut.text} marks={cut.mark === null ? [] : [cut.mark]} />
    </span>
  );
}

function shortHash(hex: string): string {
  return `${hex.slice(0, 4)}…${hex.slice(-2)}`;
}
