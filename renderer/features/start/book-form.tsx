import type { ReactNode } from 'react';
import { Field } from '../../design/field.tsx';

export interface BookDraft {
  readonly name: string;
  readonly baseCurrency: string;
  readonly timeZone: string;
}

/** The zone of this device: the likeliest for a new book. */
export function deviceZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

type DraftErrors = { -readonly [K in keyof BookDraft]?: string };

/** What is wrong with a draft, by field; nothing when it can be saved. */
export function draftErrors(draft: BookDraft): DraftErrors {
  const errors: DraftErrors = {};
  if (draft.name.trim() === '') errors.name = 'A book needs a name.';
  if (!Intl.supportedValuesOf('currency').includes(draft.baseCurrency))
    errors.baseCurrency = 'Three letters of a currency, such as USD or EUR.';
  if (!isZone(draft.timeZone)) errors.timeZone = 'A time zone such as Europe/Stockholm.';
  return errors;
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name.trim() !== '';
  } catch {
    return false;
  }
}

/** Name, base currency and time zone, for a new book and for the settings of one. */
export function BookFields({
  draft,
  onChange,
  children,
}: {
  draft: BookDraft;
  onChange: (draft: BookDraft) => void;
  children?: ReactNode;
}) {
  const errors = draftErrors(draft);
  return (
    <div className="form">
      <Field label="Name" hint="The company or the client it is for.">
        {(slots) => (
          <input
            {...slots}
            className="input"
            maxLength={80}
            value={draft.name}
            placeholder="Kestrel Goods"
            onChange={(event) => onChange({ ...draft, name: event.target.value })}
          />
        )}
      </Field>
      <div className="form-pair">
        <Field label="Base currency" hint="Amounts in others stay as they are." error={errors.baseCurrency ?? null}>
          {(slots) => (
            <input
              {...slots}
              className="input"
              list="currencies"
              maxLength={3}
              value={draft.baseCurrency}
              onChange={(event) => onChange({ ...draft, baseCurrency: event.target.value.toUpperCase() })}
            />
          )}
        </Field>
        <Field label="Time zone" hint="For days, months and files that give no offset." error={errors.timeZone ?? null}>
          {(slots) => (
            <input
              {...slots}
              className="input"
              list="zones"
              value={draft.timeZone}
              onChange={(event) => onChange({ ...draft, timeZone: event.target.value })}
            />
          )}
        </Field>
      </div>
      <datalist id="currencies">
        {Intl.supportedValuesOf('currency').map((code) => (
          <option key={code} value={code} />
        ))}
      </datalist>
      <datalist id="zones">
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      {children}
    </div>
  );
}
