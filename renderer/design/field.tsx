import { type ReactNode, useId } from 'react';

export interface FieldSlots {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

/** A labelled input with a hint and, when something is wrong, what. The child gets the ids that tie them together. */
export function Field({
  label,
  hint,
  error,
  children,
}: {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  children: (slots: FieldSlots) => ReactNode;
}) {
  const id = useId();
  const wrong = error !== undefined && error !== null;
  const described = wrong || hint !== undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': described ? `${id}-about` : undefined, 'aria-invalid': wrong || undefined })}
      {described && (
        <span id={`${id}-about`} className={wrong ? 'field-error' : 'field-hint'}>
          {wrong ? error : hint}
        </span>
      )}
    </div>
  );
}
