import { useState } from 'react';
import { formatInstant } from '../../design/format.ts';
import { Tag } from '../../design/tag.tsx';
import { dueIn } from './due.ts';

/** "in 18 h", "late 2 d": the words say what the colour says. */
export function DueWords({ dueAt, zone }: { dueAt: number | null; zone: string }) {
  const [now] = useState(() => Date.now());
  if (dueAt === null) return <span className="faint">–</span>;
  const { text, tone } = dueIn(dueAt, now);
  return (
    <Tag tone={tone} title={formatInstant(dueAt, zone)}>
      {text}
    </Tag>
  );
}
