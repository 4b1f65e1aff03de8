import type { ImportAnswers, ImportFile } from '#shared/contract/imports.ts';
import { Button } from '../../design/button.tsx';
import { formatBytes, formatCount, formatMoneyText, plural } from '../../design/format.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { runCommand } from '../../keys/live.ts';
import { currencySentence } from './plan.ts';
import { Question } from './questions.tsx';

/** One file of a session: what it is, what it asks, what it would do, what in it cannot be read. */
export function FileDetail({
  file,
  open,
  alike,
  onAnswer,
  onAnswerAll,
  onRemove,
}: {
  file: ImportFile;
  /** The session still takes answers. */
  open: boolean;
  /** Other files of its system that ask which account they are of. */
  alike: number;
  onAnswer: (answers: ImportAnswers) => void;
  /** The same answer for those, too. */
  onAnswerAll: (answers: ImportAnswers) => void;
  onRemove: () => void;
}) {
  return (
    <article className="import-detail" aria-label={file.name}>
      <header>
        <h1>{file.name}</h1>
        {open && (
          <Button tone="quiet" onClick={onRemove}>
            Leave this file out
          </Button>
        )}
        <p className="muted">
          {[file.label, file.account, formatBytes(file.byteCount)].filter((part) => part !== null).join(' · ')}
        </p>
      </header>
      {file.problem !== null && <ProblemNotice problem={file.problem} />}
      {file.state === 'alreadyImported' && (
        <p className="muted">The book holds this very file already, byte for byte. Importing it again would add nothing.</p>
      )}
      {open &&
        file.questions.map((question) => (
          <Question
            key={JSON.stringify(question)}
            question={question}
            alike={alike}
            onAnswer={onAnswer}
            onAnswerAll={onAnswerAll}
          />
        ))}
      {file.counts !== null && file.state !== 'asking' && <Preview file={file} open={open} />}
      {file.unreadable.length > 0 && <Unreadable file={file} />}
      {file.changes.length > 0 && <Changes file={file} />}
    </article>
  );
}

function Preview({ file, open }: { file: ImportFile; open: boolean }) {
  if (file.counts === null) return null;
  const { rows, records, known, unreadable } = file.counts;
  const figures: readonly (readonly [string, number, string?])[] = [
    ['Rows', rows],
    ['Records', records],
    ['New', file.counts.new],
    ['Changed', file.counts.changed],
    ['Known already', known],
    ['Unreadable', unreadable, unreadable > 0 ? 'warn' : undefined],
  ];
  return (
    <section>
      <dl className="figures">
        {figures.map(([label, value, tone]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className={tone}>{formatCount(value)}</dd>
          </div>
        ))}
      </dl>
      {Object.keys(file.totals).length > 0 && (
        <p className="muted">
          Control total{' '}
          {Object.entries(file.totals).map(([currency, minor], i) => (
            <span key={currency}>
              {i > 0 && ' · '}
              <strong className="tabular">{formatMoneyText(minor, currency)}</strong>
              {` ${currency}`}
            </span>
          ))}
        </p>
      )}
      {file.assumedCurrency !== null && (
        <p className="muted">
          {currencySentence(file.assumedCurrency, records)}
          {open && (
            <>
              {' If that is not so, leave the file out, change the base currency, and import it again. '}
              <Button tone="quiet" onClick={() => runCommand('bookSettings')}>
                Book settings…
              </Button>
            </>
          )}
        </p>
      )}
    </section>
  );
}

function Unreadable({ file }: { file: ImportFile }) {
  const total = file.counts?.unreadable ?? file.unreadable.length;
  return (
    <section>
      <h2>{plural(total, 'row')} that cannot be read for sure</h2>
      <p className="faint">Kept as they are and listed under Sources, where they can be corrected. The rest of the file goes in.</p>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col" className="num">
              Line
            </th>
            <th scope="col">Column</th>
            <th scope="col">Text</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {file.unreadable.map((row) => (
            <tr key={`${row.line} ${row.column ?? ''}`}>
              <td className="num">{formatCount(row.line)}</td>
              <td>{row.column ?? 'whole row'}</td>
              <td className="mono cut">{row.text}</td>
              <td>{row.cause}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > file.unreadable.length && <p className="faint">and {formatCount(total - file.unreadable.length)} more</p>}
    </section>
  );
}

function Changes({ file }: { file: ImportFile }) {
  return (
    <section>
      <h2>What this file changes</h2>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Record</th>
            <th scope="col">Field</th>
            <th scope="col">In the book</th>
            <th scope="col">In this file</th>
          </tr>
        </thead>
        <tbody>
          {file.changes.map((change) => (
            <tr key={`${change.nativeId} ${change.field}`}>
              <th scope="row" className="mono">
                {change.nativeId}
              </th>
              <td>{change.field}</td>
              <td>
                <del className="faint">{change.before}</del>
              </td>
              <td>{change.after}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
