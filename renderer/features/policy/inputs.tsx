/** Fields of the policy's pages. What is typed goes into the draft as soon as it says something; until then the field says what is missing. */
import { type ReactNode, useEffect, useId, useState } from 'react';
import { formatPlain, parseAmount } from '#shared/domain/money.ts';
import { percentText } from '#shared/domain/policy-words.ts';
import { Field, type FieldSlots } from '../../design/field.tsx';
import { markWrong } from './draft.ts';

interface TextRule<T> {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly value: T;
  readonly show: (value: T) => string;
  /** Null: the text says nothing. */
  readonly read: (text: string) => T | null;
  readonly wrong: string;
  readonly onChange: (value: T) => void;
  readonly unit?: string;
  readonly type?: 'text' | 'date';
  readonly narrow?: boolean;
}

/** Remounted by its page's key when the draft is dropped. */
function TextRuleField<T>({ label, hint, value, show, read, wrong, onChange, unit, type = 'text', narrow = true }: TextRule<T>) {
  const id = useId();
  const [text, setText] = useState(() => show(value));
  const isWrong = read(text) === null;
  useEffect(() => () => markWrong(id, false), [id]);
  const change = (next: string) => {
    setText(next);
    const said = read(next);
    markWrong(id, said === null);
    if (said !== null) onChange(said);
  };
  return (
    <Field label={label} hint={hint} error={isWrong ? wrong : null}>
      {(slots: FieldSlots) => (
        <span className="policy-unit">
          <input
            {...slots}
            type={type}
            className={narrow ? 'input num policy-narrow' : 'input'}
            value={text}
            onChange={(event) => change(event.target.value)}
          />
          {unit !== undefined && <span className="muted">{unit}</span>}
        </span>
      )}
    </Field>
  );
}

type Rule<T> = Omit<TextRule<T>, 'show' | 'read' | 'wrong'>;

/** A whole number; hours unless another unit is given. */
export function CountField({ least = 1, unit = 'hours', ...rest }: Rule<number> & { least?: number }) {
  const read = (text: string): number | null => {
    const number = /^\d{1,6}$/.test(text.trim()) ? Number(text) : null;
    return number !== null && number >= least ? number : null;
  };
  return <TextRuleField {...rest} unit={unit} show={String} read={read} wrong={`A whole number, ${least} or more.`} />;
}

/** An amount in minor units of a currency, never negative. */
export function AmountField({ currency, ...rest }: Rule<number> & { currency: string }) {
  const read = (text: string): number | null => {
    const minor = parseAmount(text.trim(), currency);
    return minor === null || minor < 0 ? null : minor;
  };
  return (
    <TextRuleField
      {...rest}
      unit={currency}
      show={(minor) => formatPlain(minor, currency)}
      read={read}
      wrong={`An amount such as ${formatPlain(1000, currency)}.`}
    />
  );
}

/** Hundredths of a percent, typed as percent. */
export function PercentField(props: Rule<number>) {
  return <TextRuleField {...props} unit="%" show={percentText} read={readPercent} wrong="A percentage such as 2.9." />;
}

/** `2.9` or `2,9` → 290; null for what is none between 0 and 100, or finer than hundredths. */
export function readPercent(text: string): number | null {
  const parts = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  if (parts === null) return null;
  const basisPoints = Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
  return basisPoints <= 10_000 ? basisPoints : null;
}

/** A day, or nothing. */
export function DayField({
  value,
  onChange,
  ...rest
}: Omit<Rule<string | null>, 'unit'> & { value: string | null; onChange: (day: string | null) => void }) {
  return (
    <TextRuleField<string>
      {...rest}
      type="date"
      value={value ?? ''}
      show={(day) => day}
      read={(text) => (text === '' || /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null)}
      wrong="A day."
      onChange={(day) => onChange(day === '' ? null : day)}
    />
  );
}

/** A few words, between commas. */
export function WordsField(props: Rule<readonly string[]>) {
  const read = (text: string): string[] => [
    ...new Set(
      text
        .split(',')
        .map((word) => word.trim().toLowerCase())
        .filter((word) => word !== ''),
    ),
  ];
  return <TextRuleField<readonly string[]> {...props} narrow={false} show={(words) => words.join(', ')} read={read} wrong="" />;
}

export function ChoiceField<T extends string>({
  label,
  hint,
  value,
  options,
  onChange,
}: {
  label: string;
  hint?: ReactNode;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}) {
  return (
    <Field label={label} hint={hint}>
      {(slots) => (
        <select
          {...slots}
          className="input policy-choice"
          value={value}
          onChange={(event) => {
            const chosen = options.find(([one]) => one === event.target.value);
            if (chosen !== undefined) onChange(chosen[0]);
          }}
        >
          {options.map(([one, words]) => (
            <option key={one} value={one}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
