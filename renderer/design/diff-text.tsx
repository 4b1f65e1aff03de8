import { memo } from 'react';
import { segments } from './segments.ts';

/** A text with the stretches marked that differ from the chosen value. */
export const DiffText = memo(function DiffText({
  text,
  marks,
}: {
  text: string;
  marks: readonly { start: number; end: number }[];
}) {
  if (marks.length === 0) return <>{text}</>;
  return (
    <>
      {segments(text, marks).map((part) =>
        part.marked ? <mark key={part.start}>{part.text}</mark> : <span key={part.start}>{part.text}</span>,
      )}
    </>
  );
});
