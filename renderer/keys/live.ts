/** The commands that somebody answers right now, and the hook that answers them. */
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { CommandId } from './map.ts';

interface Answer {
  /** `index`: which of the command's keys was pressed; 0 from the palette or a menu. */
  readonly run: (index: number) => void;
}

const answers = new Map<CommandId, Answer[]>();
const listeners = new Set<() => void>();
let snapshot: ReadonlySet<CommandId> = new Set();

function changed(): void {
  snapshot = new Set(answers.keys());
  for (const listener of [...listeners]) listener();
}

/** Answers a command while the component is mounted and `enabled`. The latest to answer wins. */
export function useCommand(id: CommandId, run: (index: number) => void, enabled = true): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return;
    const answer: Answer = { run: (index) => latest.current(index) };
    answers.set(id, [...(answers.get(id) ?? []), answer]);
    changed();
    return () => {
      const rest = (answers.get(id) ?? []).filter((other) => other !== answer);
      if (rest.length === 0) answers.delete(id);
      else answers.set(id, rest);
      changed();
    };
  }, [id, enabled]);
}

export function isLive(id: CommandId): boolean {
  return answers.has(id);
}

/** Runs a command if somebody answers it. */
export function runCommand(id: CommandId, index = 0): boolean {
  const answer = answers.get(id)?.at(-1);
  if (answer === undefined) return false;
  answer.run(index);
  return true;
}

/** The commands that would do something now, for the palette. */
export function useLiveCommands(): ReadonlySet<CommandId> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}
