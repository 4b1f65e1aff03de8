import { type ReactNode, useState } from 'react';
import type { ImportAnswers, ImportQuestion } from '#shared/contract/imports.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { MappingEditor } from './mapping-editor.tsx';

type Answer = (answers: ImportAnswers) => void;
type QuestionOf<K extends ImportQuestion['kind']> = Extract<ImportQuestion, { kind: K }>;

const DATE_ORDERS = { dmy: 'Day first', mdy: 'Month first', ymd: 'Year first' } as const;

/** One thing the file does not say by itself. Asked once, with rows as proof; never guessed. */
export function Question({
  question,
  alike,
  onAnswer,
  onAnswerAll,
}: {
  question: ImportQuestion;
  /** Other files of its system that ask which account they are of, and may be given the same answer. */
  alike: number;
  onAnswer: Answer;
  onAnswerAll: Answer;
}) {
  switch (question.kind) {
    case 'account':
      return <AccountQuestion question={question} alike={alike} onAnswer={onAnswer} onAnswerAll={onAnswerAll} />;
    case 'dateOrder':
      return (
        <Framed
          title={`How are dates written in “${question.column}”?`}
          about="Every date in this column can be read in more than one way. The rows below show what each reading would mean."
        >
          <Proof
            proof={question.proof}
            choices={question.choices.map((choice) => ({ label: DATE_ORDERS[choice], answer: { dateOrder: choice } }))}
            onAnswer={onAnswer}
          />
        </Framed>
      );
    case 'decimalMark':
      return (
        <Framed
          title={`Which mark stands before the cents in “${question.column}”?`}
          about="Both readings are possible for every amount in this column."
        >
          <Proof
            proof={question.proof}
            choices={[
              { label: 'Point: 1,234.56', answer: { decimalMark: '.' } },
              { label: 'Comma: 1.234,56', answer: { decimalMark: ',' } },
            ]}
            onAnswer={onAnswer}
          />
        </Framed>
      );
    case 'mapping':
      return (
        <Framed
          title="What do these columns mean?"
          about="This layout is new here. Say it once: every later file with the same columns is read the same way. Every column is kept, also those that are not read."
        >
          <MappingEditor
            suggested={question.suggested}
            header={question.header}
            sampleRows={question.sampleRows}
            onDone={(mapping) => onAnswer({ mapping })}
          />
        </Framed>
      );
    case 'secondShop':
      return <SecondShopQuestion question={question} onAnswer={onAnswer} />;
  }
}

function Framed({ title, about, children }: { title: string; about: ReactNode; children: ReactNode }) {
  return (
    <section className="question">
      <h2 className="question-title">{title}</h2>
      <p className="muted">{about}</p>
      {children}
    </section>
  );
}

interface AccountQuestionProps {
  question: QuestionOf<'account'>;
  alike: number;
  onAnswer: Answer;
  onAnswerAll: Answer;
}

function AccountQuestion({ question, alike, onAnswer, onAnswerAll }: AccountQuestionProps) {
  const [name, setName] = useState(question.known.includes(question.suggested) ? '' : question.suggested);
  const system = SYSTEM_LABELS[question.system].name;
  return (
    <Framed
      title={`Which ${system} account is this file from?`}
      about="Files rarely say it, and two shops may use the same numbers. The name keeps them apart."
    >
      <form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') onAnswer({ account: name.trim() });
        }}
      >
        {question.known.map((account) => (
          <Button key={account} tone={account === question.suggested ? 'main' : 'plain'} onClick={() => onAnswer({ account })}>
            {account}
          </Button>
        ))}
        <Field label={question.known.length === 0 ? 'Its name' : 'Another account'}>
          {(slots) => (
            <input {...slots} className="input" maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Button type="submit" tone={question.known.length === 0 ? 'main' : 'plain'} disabled={name.trim() === ''}>
          Use this name
        </Button>
        {alike > 0 && (
          <Button disabled={name.trim() === ''} onClick={() => onAnswerAll({ account: name.trim() })}>
            Use it for all {alike + 1} {system} files
          </Button>
        )}
      </form>
    </Framed>
  );
}

/** Rows as they stand in the file, and one column for each way to read them; the head of the column is the answer. */
function Proof({
  proof,
  choices,
  onAnswer,
}: {
  proof: QuestionOf<'dateOrder'>['proof'];
  choices: readonly { label: string; answer: ImportAnswers }[];
  onAnswer: Answer;
}) {
  return (
    <table className="plain-table proof">
      <thead>
        <tr>
          <th scope="col">Line</th>
          <th scope="col">In the file</th>
          {choices.map((choice) => (
            <th key={choice.label} scope="col">
              <Button onClick={() => onAnswer(choice.answer)}>{choice.label}</Button>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {proof.map((row) => (
          <tr key={row.line}>
            <td className="num">{row.line}</td>
            <td className="mono">{row.text}</td>
            {choices.map((choice, i) => (
              <td key={choice.label} className="tabular">
                {row.readings[i] ?? 'not possible'}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SecondShopQuestion({ question, onAnswer }: { question: QuestionOf<'secondShop'>; onAnswer: Answer }) {
  const [name, setName] = useState(`${question.account} 2`);
  return (
    <Framed
      title="A second shop?"
      about={`This file and the account “${question.account}” use the same ids for different sales. Nothing is imported until you say which it is.`}
    >
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Id</th>
            <th scope="col">In this file</th>
            <th scope="col">In the book</th>
          </tr>
        </thead>
        <tbody>
          {question.examples.map((example) => (
            <tr key={example.nativeId}>
              <th scope="row" className="mono">
                {example.nativeId}
              </th>
              <td>{example.here}</td>
              <td>{example.there}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') onAnswer({ secondShop: name.trim() });
        }}
      >
        <Field label="It is another shop, called">
          {(slots) => (
            <input {...slots} className="input" maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Button type="submit" tone="main" disabled={name.trim() === ''}>
          Import as another shop
        </Button>
        <Button onClick={() => onAnswer({ secondShop: question.account })}>It is the same shop</Button>
      </form>
    </Framed>
  );
}
